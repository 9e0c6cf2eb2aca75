import { randomUUID } from 'node:crypto';
import { type Bus, createKafkaBus } from '@saga/bus';
import { readConfig, type RunningCoordinator, startCoordinator } from '@saga/coordinator';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { BusinessFailure, createParticipant, inMemoryBarrier, type Participant } from '@saga/participant';
import { createLogger } from '@saga/telemetry';

const PREFIX = `migration-${randomUUID().slice(0, 8)}.`;
const BROKERS = process.env['KAFKA_BROKERS'] ?? '';
const WHY = { by: 'ann', reason: 'a better order' };
const step = (name: string, command = name) => ({
  name,
  command: `work.${command}`,
  compensate: `work.un-${command}`,
});
const ask = { name: 'ask', approval: { question: 'go on?' } };
const VERSIONS = [
  [step('a'), ask, step('b')],
  [step('first', 'a'), ask, step('x'), step('last', 'b')],
];

let database: TestDatabase;
let bus: Bus;
/** Two that share the work, as in production. */
let coordinators: RunningCoordinator[];
let work: Participant;
/** What was really done, by saga. */
let effects: Map<string, string[]>;

beforeAll(async () => {
  database = await createTestDatabase();
  const log = createLogger({ name: 'spec', level: 'silent' });
  bus = createKafkaBus({ brokers: BROKERS.split(','), clientId: 'migration', log });
  const config = readConfig({
    ...{ DATABASE_URL: database.url, KAFKA_BROKERS: BROKERS, PORT: '0' },
    ...{ TOPIC_PREFIX: PREFIX, CONSUMER_GROUP: `${PREFIX}coordinator` },
  });
  coordinators = [await startCoordinator(config, { log }), await startCoordinator(config, { log })];
  effects = new Map();
  const doing = (what: string) => [
    `work.${what}`,
    ({ sagaId, input }: { sagaId: string; input: object }) => {
      if (what === 'b' && 'refuse' in input) throw new BusinessFailure('refused', 'not this one');
      effects.set(sagaId, [...(effects.get(sagaId) ?? []), what]);
      return {};
    },
  ];
  const commands = ['a', 'b', 'x'].flatMap((name) => [name, `un-${name}`]);
  work = createParticipant({
    ...{ name: 'work', bus, barrier: inMemoryBarrier(), topicPrefix: PREFIX },
    handlers: Object.fromEntries(commands.map(doing)),
  });
  await work.start();
  for (const steps of VERSIONS) await post('/v1/definitions', { name: 'order', steps: steps.map(withInput) });
}, 60_000);
afterAll(async () => {
  await work?.stop();
  await Promise.all((coordinators ?? []).map((each) => each.stop()));
  await bus?.close();
  await database?.dispose();
}, 60_000);

/** Commands carry the saga's input; a question does not. */
function withInput(each: object): object {
  return 'command' in each ? { ...each, input: '${ input }' } : each;
}

/** What is read of the answers. */
interface Answer {
  version: number;
  state: string;
  steps: { name: string }[];
  migrated: number;
  refusals: { path: string }[];
}

async function call(path: string, init?: RequestInit): Promise<Answer> {
  return (await fetch(`${coordinators[0]!.url}${path}`, init)).json() as Promise<Answer>;
}

function post(path: string, body: object): Promise<Answer> {
  const headers = { 'content-type': 'application/json' };
  return call(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function until(id: string, isSo: (saga: Answer) => boolean): Promise<Answer> {
  for (;;) {
    const saga = await call(`/v1/sagas/${id}`);
    if (isSo(saga)) return saga;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts a saga of version 1 and waits until it asks whether to go on. */
async function asking(id: string, input: object = {}): Promise<void> {
  await post('/v1/sagas', { definition: 'order', version: 1, id, input });
  await until(id, ({ steps }) => steps.some(({ name }) => name === 'ask'));
}

const approve = (id: string) => post(`/v1/sagas/${id}/approve`, { by: 'ann', comment: 'yes' });
const NAMES = { a: 'first', b: 'last' };

it('lets a saga go on by a version that came later, to its end, with its commands', async () => {
  await asking('one');
  expect(await post('/v1/sagas/one/migrate', { toVersion: 2, ...WHY })).toMatchObject({
    code: 'migration-refused',
    errors: [{ field: 'a', message: 'has begun, and version 2 has no "a"' }, { field: 'ask' }],
  });
  const moved = await post('/v1/sagas/one/migrate', { toVersion: 2, steps: NAMES, ...WHY });
  expect(moved).toMatchObject({ version: 2, state: 'running' });
  await approve('one');
  const { steps } = await until('one', ({ state }) => state === 'completed');
  expect(steps.map(({ name }) => name)).toEqual(['first', 'ask', 'x', 'last']);
  expect(effects.get('one')).toEqual(['a', 'x', 'b']);
});

it('undoes what was done under another name, once, since participants are told the name that they know', async () => {
  await asking('refused', { refuse: true });
  await post('/v1/sagas/refused/migrate', { toVersion: 2, steps: NAMES, ...WHY });
  await approve('refused');
  await until('refused', ({ state }) => state === 'compensated');
  expect(effects.get('refused')).toEqual(['a', 'x', 'un-x', 'un-a']);
});

it('moves all sagas of a version while two coordinators move them, and each effect happens once', async () => {
  const ids = Array.from({ length: 60 }, (_, i) => `many-${i}`);
  await Promise.all(ids.map((id) => asking(id)));
  const going = ids.slice(0, 30).map(approve);
  const order = { fromVersion: 1, toVersion: 2, steps: NAMES, ...WHY };
  const report = await post('/v1/definitions/order/migrate', order);
  await Promise.all(going);
  expect(report.migrated).toBeGreaterThanOrEqual(30);
  await Promise.all(ids.slice(30).map(approve));
  for (const id of ids) {
    const { version } = await until(id, ({ state }) => state === 'completed');
    expect(effects.get(id)).toEqual(version === 2 ? ['a', 'x', 'b'] : ['a', 'b']);
  }
  // Nobody but those that had asked for `b` already stayed behind.
  expect(report.refusals.every(({ path }) => path === 'b')).toBe(true);
}, 60_000);
