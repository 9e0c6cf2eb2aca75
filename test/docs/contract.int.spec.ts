import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase } from '@saga/dev-stack';
import { RunningProgram } from '../integration/other-languages.js';

const root = join(__dirname, '../..');
const page = readFileSync(join(root, 'docs/contract.md'), 'utf8');

it("finds that the shop's payments keep the contract, by the command that docs/contract.md shows", async () => {
  const [, shown] = /```sh\n(npx sagactl verify-participant [^]*?)```/.exec(page)!;
  const prefix = `page-${randomUUID().slice(0, 8)}.`;
  const database = await createTestDatabase();
  const main = join(root, 'services/shop/dist/payments/main.js');
  const payments = new RunningProgram(
    { command: process.execPath, args: [main], env: {} },
    { DATABASE_URL: database.url, TOPIC_PREFIX: prefix },
  );
  const command = shown!.replace('localhost:9092', process.env.KAFKA_BROKERS!).replace('try.', prefix);
  const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
  const { stdout } = await promisify(execFile)('bash', ['-c', command], { cwd: root, env });
  await payments.end('SIGTERM');
  await database.dispose();
  expect(stdout).toMatch(/^not tried +slow-command /m);
  expect(stdout).toMatch(/^payments: \d+ rules kept, 0 broken, 1 not tried$/m);
}, 90_000);
