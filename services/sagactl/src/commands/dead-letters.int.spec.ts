import { setTimeout as pause } from 'node:timers/promises';
import { createInMemoryBus } from '@saga/bus';
import { createCodec } from '@saga/contracts';
import { readConfig, type RunningCoordinator, startCoordinator } from '@saga/coordinator';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { createLogger } from '@saga/telemetry';
import { recorded } from '../testing/recorded.js';

const bus = createInMemoryBus();
const codec = createCodec({ source: 'spec' });
const WHY = ['--by', 'ann', '--reason', 'it is mended'];

let database: TestDatabase;
let coordinator: RunningCoordinator;

beforeAll(async () => {
  database = await createTestDatabase();
  const config = readConfig({ DATABASE_URL: database.url, KAFKA_BROKERS: 'in-memory:0', PORT: '0' });
  coordinator = await startCoordinator(config, { bus, log: createLogger({ name: 'spec', level: 'silent' }) });
  const about = {
    kind: 'start' as const,
    source: 'spec',
    definition: 'none',
    input: {},
    time: '2026-01-31T12:00:00Z',
  };
  await bus.publish(['s-1', 's-2', 's-3'].map((id) => codec.encode({ ...about, id, sagaId: id })));
  while ((await listed()).length < 3) await pause(20);
}, 30_000);
afterAll(async () => {
  await coordinator.stop();
  await bus.close();
  await database.dispose();
});

const letters = (...args: string[]) => recorded(['dead-letters', ...args, '--url', coordinator.url]);
const listed = async (...args: string[]) =>
  JSON.parse((await letters('list', '--format', 'json', ...args)).out) as { id: string; state: string }[];

it('lists letters, and counts them by group', async () => {
  const { out } = await letters('list', '--saga', 's-1');
  expect(out.split('\n')[1]!.split(/ {2,}/).slice(1, 6)).toEqual([
    ...['open', 'unknown-definition', 'saga-coordinator', 'saga.start', 's-1'],
  ]);
  const groups = (await letters('groups', '--state', 'open')).out.split('\n')[1];
  expect(groups).toMatch(/^saga-coordinator +saga.start +unknown-definition +3 +0 +0 +3 +0 /);
});

it('tries, redrives and shows one that comes back', async () => {
  const [{ id } = { id: '' }] = await listed('--saga', 's-1');
  expect((await letters('redrive', id, ...WHY, '--dry-run')).out).toContain('"unknown-definition"');
  expect(await letters('redrive', id, ...WHY, '--headers', '{"note":"x"}')).toMatchObject({
    ...{ status: 0, out: `letter ${id}: redriven\n` },
  });
  while ((await listed('--came-back', 'true')).length < 1) await pause(20);
  const [back] = await listed('--came-back', 'true');
  expect((await letters('show', back!.id)).out).toMatch(
    /came back once; first 20.*; last redriven by ann at 20/,
  );
});

it('refuses what can not be, with the reason', async () => {
  const refusals = [
    [['show', '999999'], 'there is no dead letter 999999'],
    [['redrive', ...WHY], 'no filter is given'],
    [['redrive', ...WHY, '--code', 'x', '--value', '{}'], 'name it'],
    [['discard', '1'], '--reason'],
  ] as const;
  for (const [args, why] of refusals) {
    const { status, out, err } = await letters(...args);
    expect({ ok: status === 0, said: out + err }).toEqual({ ok: false, said: expect.stringContaining(why) });
  }
});

it('discards all that match', async () => {
  expect((await letters('discard', ...WHY, '--code', 'unknown-definition')).out).toBe(
    '3 discarded, 0 refused\n',
  );
  expect(await listed('--state', 'open')).toEqual([]);
});
