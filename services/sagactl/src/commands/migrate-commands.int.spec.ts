import { createInMemoryBus } from '@saga/bus';
import { readConfig, type RunningCoordinator, startCoordinator } from '@saga/coordinator';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { createLogger } from '@saga/telemetry';
import { recorded } from '../testing/recorded.js';
import { type ScratchFolder, scratchFolder } from '../testing/scratch-folder.js';

const WHY = ['--by', 'ann', '--reason', 'a better order'];
const bus = createInMemoryBus();
const folders: ScratchFolder[] = [];

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
  for (const folder of folders) folder.remove();
});

const sagactl = (...args: string[]) => recorded([...args, '--url', coordinator.url]);

/** A folder with these definitions, by their names. */
function deploying(definitions: Record<string, string[]>): string {
  const folder = scratchFolder();
  folders.push(folder);
  for (const [name, steps] of Object.entries(definitions))
    folder.write(`${name}.yaml`, `name: ${name}\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`);
  return folder.path;
}

const step = (name: string, command = name) =>
  `{ name: ${name}, command: any.${command}, compensate: any.un-${command} }`;

/** Registers versions of a definition, and starts sagas of the first one. */
async function running(name: string, versions: string[][], ...ids: string[]): Promise<void> {
  for (const steps of versions) await sagactl('register', `${deploying({ [name]: steps })}/${name}.yaml`);
  for (const id of ids) await post('/v1/sagas', { definition: name, version: 1, id, input: {} });
}

async function post(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  await fetch(coordinator.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
}

/** The lines of a table, each as its cells. */
const cells = (out: string) => out.split('\n').map((line) => line.split(/ {2,}/));

it('tells in what two versions differ, and how many running sagas could go on by the other', async () => {
  await running('differing', [[step('a')], [step('x'), step('a')]], 'd-1');
  const { status, out } = await sagactl('diff', 'differing', '1', '2');
  expect(status).toBe(0);
  expect(out).toMatch(
    /^differing: version 1 and version 2\n\+ x, first\n\n1 running sagas of version 1 0 could go on/,
  );
  expect(cells(out)).toContainEqual(['a', '1', expect.stringContaining('"x" has not begun'), 'd-1']);
  const { out: json } = await sagactl('diff', 'differing', '1', '2', '--format', 'json');
  expect(JSON.parse(json)).toMatchObject({ differences: [{ change: 'added' }], running: { sagas: 1 } });
  expect(await sagactl('diff', 'nothing', '1', '2')).toMatchObject({
    status: 2,
    err: expect.stringContaining('there is no definition "nothing"'),
  });
});

it('migrates running sagas, after a dry run, and says why others stay', async () => {
  await running('moving', [[step('a')], [step('first', 'a'), step('b')]], 'm-1', 'm-2');
  const order = ['moving', '--from', '1', '--to', '2', ...WHY];
  expect(await sagactl('migrate', ...order)).toMatchObject({
    status: 1,
    out: expect.stringContaining('moving: 0 of 2 running sagas of version 1 go on by version 2\n'),
  });
  const dry = await sagactl('migrate', ...order, '--map', 'a=first', '--dry-run');
  expect(dry).toEqual({
    status: 0,
    err: '',
    out: 'moving: 2 of 2 running sagas of version 1 could go on by version 2\n',
  });
  const { status, out } = await sagactl('migrate', ...order, '--map', 'a=first', '--format', 'json');
  expect({ status, answer: JSON.parse(out) }).toMatchObject({
    status: 0,
    answer: { migrated: 2, dryRun: false },
  });
  expect((await sagactl('migrate', ...order, '--map', 'a')).err).toContain('such as charge=pay');
});

describe('the gate', () => {
  it('lets definitions pass that are new, or change, and shows where running sagas are', async () => {
    await running('gated', [[step('a')]], 'g-1', 'g-2');
    const folder = deploying({ gated: [step('a'), step('b')], fresh: [step('a')] });
    const { status, out } = await sagactl('gate', folder, '--partial');
    expect({ status, lines: cells(out) }).toEqual({
      status: 0,
      lines: expect.arrayContaining([
        ['DEFINITION', 'HERE', 'LATEST', 'RUNNING'],
        ['fresh', 'new', '-', '-'],
        ['gated', 'changed: becomes version 2', '1', 'version 1: 2 (a 2)'],
        ['Nothing would break.'],
      ]),
    });
  });

  it('stops a deployment that would strand running sagas, and says which and why', async () => {
    await running('stranded', [[step('a')]], 's-1');
    const { status, out } = await sagactl('gate', deploying({ fresh: [step('a')] }));
    expect(status).toBe(1);
    expect(cells(out)).toContainEqual([
      ...['stranded', '1', 'a', '1'],
      'its sagas still run, and it is not here; fix: keep it here until they have ended',
    ]);
  });

  it('plays the migration of each running saga through, on what has happened to it', async () => {
    await running('played', [[step('a')]], 'p-1', 'p-2');
    const unfit = deploying({ played: [step('x'), step('a')] });
    expect((await sagactl('gate', unfit, '--partial')).status).toBe(0);
    const { status, out } = await sagactl('gate', unfit, '--partial', '--migrate', '--format', 'json');
    expect({ status, check: JSON.parse(out) }).toMatchObject({
      status: 1,
      check: {
        problems: [
          { definition: 'played', version: 1, step: 'a', sagas: 2, why: expect.stringContaining('p-1 p-2') },
        ],
      },
    });
    const renamed = deploying({ played: [step('first', 'a')] });
    expect((await sagactl('gate', renamed, '--partial', '--migrate')).status).toBe(1);
    expect((await sagactl('gate', renamed, '--partial', '--migrate', '--map', 'played.a=first')).status).toBe(
      0,
    );
  });

  it('stops at definitions with faults, and at folders that are none', async () => {
    const folder = deploying({ faulty: ['{ name: a }'] });
    expect(await sagactl('gate', folder)).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringContaining('faulty.yaml'),
    });
    expect(await sagactl('gate', `${folder}/nowhere`)).toMatchObject({
      status: 2,
      err: expect.stringContaining("can't read"),
    });
  });
});
