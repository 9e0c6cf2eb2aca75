import { createInMemoryBus } from '@saga/bus';
import { readConfig, type RunningCoordinator, startCoordinator } from '@saga/coordinator';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { createLogger } from '@saga/telemetry';
import { recorded } from '../testing/recorded.js';
import { scratchFolder } from '../testing/scratch-folder.js';

const WHY = ['--by', 'ann', '--reason', 'the carrier is down'];
const folder = scratchFolder();
const bus = createInMemoryBus();

let database: TestDatabase;
let coordinator: RunningCoordinator;

beforeAll(async () => {
  database = await createTestDatabase();
  const config = readConfig({ DATABASE_URL: database.url, KAFKA_BROKERS: 'in-memory:0', PORT: '0' });
  coordinator = await startCoordinator(config, { bus, log: createLogger({ name: 'spec', level: 'silent' }) });
});
afterAll(async () => {
  await coordinator.stop();
  await bus.close();
  await database.dispose();
  folder.remove();
});

const sagactl = (...args: string[]) => recorded([...args, '--url', coordinator.url]);

const definition = (name: string, command = 'stock.reserve') =>
  `{ name: ${name}, steps: [{ name: only, command: ${command}, compensate: none }] }`;

/** Registers so many versions of a definition. */
async function registered(name: string, versions: number): Promise<string> {
  for (let i = 1; i <= versions; i++)
    await sagactl('register', folder.write(`${name}.yaml`, definition(name, `stock.reserve-${i}`)));
  return name;
}

const historyOf = async (name: string) => {
  const answer = await fetch(`${coordinator.url}/v1/definitions/${name}/versions`);
  return ((await answer.json()) as { changes: { act: string; by: string; reason: string }[] }).changes;
};

it('registers files, and knows those again that are there', async () => {
  const files = ['one', 'two'].map((name) => folder.write(`${name}.yaml`, definition(name)));
  expect(await sagactl('register', ...files)).toEqual({
    ...{ status: 0, err: '', out: 'one: version 1 registered\ntwo: version 1 registered\n' },
  });
  folder.write('two.yaml', definition('two', 'stock.hold'));
  expect((await sagactl('register', ...files)).out).toBe(
    'one: version 1 is there already\ntwo: version 2 registered\n',
  );
  const { out } = await sagactl('register', '--format', 'json', ...files);
  expect(JSON.parse(out)).toEqual([
    { name: 'one', version: 1, created: false },
    { name: 'two', version: 2, created: false },
  ]);
});

it('registers none of the files if one has faults, and tells these', async () => {
  const sound = folder.write('sound.yaml', definition('sound'));
  const faulty = folder.write('faulty.yaml', 'name: faulty');
  expect(await sagactl('register', sound, faulty)).toEqual({
    ...{ status: 1, out: '', err: expect.stringContaining('faulty.yaml:1:1: "steps" is missing') },
  });
  expect(await sagactl('register', sound, folder.path, faulty)).toMatchObject({ status: 2, out: '' });
  expect((await sagactl('definitions')).out).not.toContain('sound');
});

it('deactivates and activates', async () => {
  const name = await registered('paused', 1);
  expect(await sagactl('deactivate', name, ...WHY)).toEqual({
    ...{ status: 0, err: '', out: 'paused: inactive, no saga of it starts; those that run go on\n' },
  });
  expect((await sagactl('activate', name, ...WHY)).out).toBe(
    'paused: active, new sagas start with the latest version, 1\n',
  );
  expect(await historyOf(name)).toMatchObject([
    { act: 'activate', by: 'ann', reason: 'the carrier is down' },
    { act: 'deactivate' },
  ]);
});

it('rolls back, tries another version, and follows the latest again', async () => {
  const name = await registered('order', 3);
  expect((await sagactl('rollback', name, '2', ...WHY)).out).toBe(
    'order: active, new sagas start with version 2\n',
  );
  expect((await sagactl('canary', name, '3', '10', ...WHY)).out).toBe(
    'order: active, new sagas start with version 2, 10% of them with version 3\n',
  );
  const { out } = await sagactl('rollback', name, 'latest', '--format', 'json', ...WHY);
  expect(JSON.parse(out)).toEqual({ name, latest: 3, stable: null, canary: null, active: true });
});

it('lists definitions', async () => {
  await registered('listed', 2);
  await sagactl('rollback', 'listed', '1', ...WHY);
  await sagactl('canary', 'listed', '2', '25', ...WHY);
  await sagactl('deactivate', 'listed', ...WHY);
  await registered('listed-too', 1);
  const { out } = await sagactl('definitions');
  const lines = out.split('\n').map((line) => line.split(/ {2,}/));
  expect(lines[0]).toEqual(['NAME', 'LATEST', 'STABLE', 'CANARY', 'ACTIVE', 'RUNNING']);
  expect(lines).toContainEqual(['listed', '2', '1', '2 (25%)', 'no', '0']);
  expect(lines).toContainEqual(['listed-too', '1', 'latest', '-', 'yes', '0']);
  const json = JSON.parse((await sagactl('definitions', '--format', 'json')).out) as object[];
  expect(json).toContainEqual({
    ...{ name: 'listed', latest: 2, stable: 1, canary: { version: 2, percent: 25 } },
    ...{ active: false, running: 0 },
  });
});

it('says by default which user decides', async () => {
  const name = await registered('signed', 1);
  await sagactl('deactivate', name, '--reason', 'because');
  expect(await historyOf(name)).toMatchObject([{ by: expect.stringMatching(/./), reason: 'because' }]);
});

it('tells why the coordinator refuses, and the fix', async () => {
  const name = await registered('refused', 1);
  expect(await sagactl('rollback', name, '7', ...WHY)).toEqual({
    status: 2,
    out: '',
    err:
      'error: there is no version 7 of "refused" (unknown-version)\n' +
      '  at version; fix: version 1 is the only one\n',
  });
  expect((await sagactl('canary', name, '1', '101', ...WHY)).err).toContain(
    'percent must be how many percent',
  );
  expect((await sagactl('activate', 'a/b', ...WHY)).err).toContain('there is no definition "a/b"');
});

describe('a saga that waits', () => {
  const LOAN = `
name: loan
steps:
  - { name: consent, approval: { question: '\${ input }', approvers: [risk, sales] } }
  - { name: pick, signal: account-picked }`;
  const start = async (id: string) => {
    const body = JSON.stringify({ definition: 'loan', id, input: { cents: 500 } });
    const headers = { 'content-type': 'application/json' };
    await fetch(`${coordinator.url}/v1/sagas`, { method: 'POST', headers, body });
  };
  const GOOD = ['--by', 'ann', '--comment', 'in good standing'];

  beforeAll(() => sagactl('register', folder.write('loan.yaml', LOAN)));

  it('is listed with its question, approved, and sent a signal', async () => {
    await start('granted');
    const [heads, row] = (await sagactl('approvals')).out.split('\n').map((line) => line.split(/ {2,}/));
    expect(heads).toEqual(['SAGA', 'STEP', 'APPROVERS', 'SINCE', 'DUE', 'QUESTION']);
    expect(row).toEqual([
      ...['granted', 'consent', 'risk,sales', expect.stringMatching(/^20.*Z$/), '-', '{"cents":500}'],
    ]);
    const { out } = await sagactl('approvals', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject([{ saga: 'granted', step: 'consent', question: { cents: 500 } }]);

    expect(await sagactl('approve', 'granted', '--step', 'consent', ...GOOD)).toEqual({
      ...{ status: 0, err: '', out: 'granted: running\n' },
    });
    const signalled = await sagactl('signal', 'granted', 'account-picked', '{"no":7}', '--format', 'json');
    expect(JSON.parse(signalled.out)).toMatchObject({
      state: 'completed',
      steps: [{ output: { by: 'ann', comment: 'in good standing' } }, { output: { no: 7 } }],
    });
  });

  it('is refused what it asks for', async () => {
    await start('denied');
    expect((await sagactl('reject', 'denied', ...GOOD)).out).toBe('denied: compensated\n');
    expect(await sagactl('reject', 'denied', ...GOOD)).toEqual({
      ...{ status: 2, out: '', err: 'error: the saga waits for no approval (not-waiting)\n' },
    });
  });

  it.each(['[1]', '{', 'null'])('takes no signal that says %s', async (data) => {
    const { status, err } = await sagactl('signal', 'granted', 'account-picked', data);
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('It must be a JSON object') });
  });

  it('may be sent a signal that says nothing', async () => {
    await start('quiet');
    expect((await sagactl('signal', 'quiet', 'account-picked')).out).toBe('quiet: running\n');
  });
});

it('takes the address from SAGA_URL', async () => {
  process.env['SAGA_URL'] = coordinator.url;
  expect((await recorded(['definitions'])).out).toContain('NAME');
  delete process.env['SAGA_URL'];
});
