import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus, type OutgoingMessage } from '@saga/bus';
import { type Command, commandId, createCodec, type Reply } from '@saga/contracts';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { createLogger } from '@saga/telemetry';
import { readConfig } from '../config/coordinator-config.js';
import { Coordinator } from '../coordinator.js';
import type { Conflict } from './lock-command.js';

const log = createLogger({ name: 'spec', level: 'silent' });
const prefix = `test-${randomUUID()}.`;
const codec = createCodec({ source: 'spec', prefix });
const replies: Reply[] = [];
const listeners = new Set<() => void>();

let database: TestDatabase;
let client: Bus;
let keeper: Running;
const running = new Set<Running>();

beforeAll(async () => {
  database = await createTestDatabase();
  client = connect();
  await client.consume({
    group: `${prefix}spec`,
    topics: [codec.topics.reply],
    async onBatch({ messages }) {
      replies.push(...messages.map((message) => codec.decodeReply(message)));
      for (const tell of listeners) tell();
    },
  });
  keeper = await startKeeper();
}, 30_000);

afterAll(async () => {
  for (const each of running) await each.stop();
  await client.close();
  await database.dispose();
});

interface Running {
  stop(): Promise<void>;
}

function connect(): Bus {
  return createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'spec', log });
}

/** Starts a coordinator without its API, with another way to publish if need be. */
async function startKeeper(overrides: Partial<Pick<Bus, 'publish'>> = {}): Promise<Running> {
  const bus = Object.assign(connect(), overrides);
  const config = readConfig({
    ...{ DATABASE_URL: database.url, KAFKA_BROKERS: process.env.KAFKA_BROKERS!, TOPIC_PREFIX: prefix },
    ...{ CONSUMER_GROUP: `${prefix}coordinator`, OUTBOX_SWEEP_AFTER_S: '1' },
  });
  const coordinator = await Coordinator.open(config, bus, log);
  await coordinator.start();
  const started: Running = {
    async stop() {
      running.delete(started);
      await coordinator.stop();
      await bus.close();
    },
  };
  running.add(started);
  return started;
}

type Address = Pick<Command, 'sagaId' | 'step' | 'attempt' | 'direction'>;

function command(
  name: string,
  key: unknown,
  conflict: Conflict | undefined,
  address: Address,
): OutgoingMessage {
  const { sagaId, step, direction, attempt } = address;
  const input = { key, ...(conflict && { conflict }) } as Command['input'];
  const time = new Date().toISOString();
  const id = commandId(sagaId, step, direction, attempt);
  return codec.encode({ kind: 'command', id, name, ...address, input, time });
}

const acquire = (
  key: unknown,
  sagaId: string,
  conflict?: Conflict,
  { step = 'charge.lock', attempt = 1 } = {},
) => command('locks.acquire', key, conflict, { sagaId, step, attempt, direction: 'do' });
const release = (key: string, sagaId: string, step = 'charge.lock') =>
  command('locks.release', key, undefined, { sagaId, step, attempt: 1, direction: 'undo' });

/** The replies to one command so far. */
function repliesTo({ headers }: OutgoingMessage): Reply[] {
  return replies.filter(({ causationId }) => causationId === headers['ce_id']);
}

/** Resolves with the last reply to a command once there are so many. */
async function reply(to: OutgoingMessage, count = 1): Promise<Reply> {
  while (repliesTo(to).length < count)
    await new Promise<void>((resolve) => {
      const tell = () => {
        listeners.delete(tell);
        resolve();
      };
      listeners.add(tell);
    });
  return repliesTo(to).at(-1)!;
}

/** Sends a command and waits for its reply; a repeated command waits for one more. */
async function ask(message: OutgoingMessage): Promise<Reply['outcome']> {
  const before = repliesTo(message).length;
  await client.publish([message]);
  return (await reply(message, before + 1)).outcome;
}

/** Sends commands that are not to be answered, and makes sure that they were handled: what comes later is. */
async function askInVain(...messages: OutgoingMessage[]): Promise<void> {
  const known = messages.map((message) => repliesTo(message).length);
  const markers = messages.map(({ key }) =>
    acquire(`marker-${randomUUID()}`, key, 'fail', { step: randomUUID() }),
  );
  for (const [i, message] of messages.entries()) await client.publish([message, markers[i]!]);
  for (const marker of markers) await reply(marker);
  expect(messages.map((message) => repliesTo(message).length)).toEqual(known);
}

const success = (key: string) => ({ result: 'success', output: { key, waitedMs: expect.any(Number) } });
const released = { result: 'success', output: {} };
const unique = (name: string) => `${name}-${randomUUID()}`;

describe('the lock keeper', () => {
  it('grants a free key, to other steps of the same saga as well, until all have given it up', async () => {
    const [key, saga, other] = [unique('account'), unique('a'), unique('b')];
    expect(await ask(acquire(key, saga))).toEqual({ result: 'success', output: { key, waitedMs: 0 } });
    expect(await ask(acquire(key, saga, 'fail', { step: 'refill.lock' }))).toEqual(success(key));
    expect(await ask(release(key, saga))).toEqual(released);
    expect(await ask(acquire(key, other, 'fail'))).toMatchObject({
      ...{ result: 'business', failure: { code: 'locked', details: { key, holder: saga } } },
    });
    expect(await ask(release(key, saga, 'refill.lock'))).toEqual(released);
    expect(await ask(acquire(key, unique('c'), 'fail'))).toEqual(success(key));
  });

  it('has who waits ask again', async () => {
    const [key, saga, other] = [unique('account'), unique('a'), unique('b')];
    await ask(acquire(key, saga));
    expect(await ask(acquire(key, other, 'wait'))).toMatchObject({
      ...{ result: 'technical', failure: { code: 'locked' } },
    });
    await ask(release(key, saga));
    expect(await ask(acquire(key, other, 'wait', { attempt: 2 }))).toEqual(success(key));
  });

  it('answers who stands in line when the turn has come, in the order of coming', async () => {
    const [key, first] = [unique('account'), unique('first')];
    await ask(acquire(key, first));
    const line = ['a', 'b', 'c'].map((saga) => acquire(key, unique(saga), 'queue'));
    for (const each of line) await askInVain(each);
    let holder = first;
    for (const [i, next] of line.entries()) {
      await client.publish([release(key, holder)]);
      expect((await reply(next)).outcome).toEqual(success(key));
      expect(line.slice(i + 1).flatMap(repliesTo)).toEqual([]);
      holder = next.key;
    }
    expect(repliesTo(line[2]!)[0]!.outcome).toMatchObject({ output: { waitedMs: expect.any(Number) } });
  });

  it('passes over who has left the line', async () => {
    const [key, saga, leaving, next] = [unique('account'), unique('a'), unique('b'), unique('c')];
    await ask(acquire(key, saga));
    const asked = acquire(key, next);
    await askInVain(acquire(key, leaving));
    await askInVain(asked);
    expect(await ask(release(key, leaving))).toEqual(released);
    await ask(release(key, saga));
    expect((await reply(asked)).outcome).toEqual(success(key));
  });

  it('blocks a lock that was given up before it was asked for', async () => {
    const [key, saga] = [unique('account'), unique('a')];
    expect(await ask(release(key, saga))).toEqual(released);
    expect(await ask(acquire(key, saga))).toMatchObject({
      ...{ result: 'technical', failure: { code: 'step-already-compensated' } },
    });
    expect(await ask(acquire(key, unique('b'), 'fail'))).toEqual(success(key));
  });

  it('continues the trace of who stood in line, not of who made way', async () => {
    const [key, saga] = [unique('account'), unique('a')];
    await ask(acquire(key, saga));
    const traced = acquire(key, unique('b'));
    traced.headers['traceparent'] = `00-${'1'.repeat(32)}-${'a'.repeat(16)}-01`;
    await askInVain(traced);
    await client.publish([release(key, saga)]);
    expect((await reply(traced)).traceparent).toContain('1'.repeat(32));
  });

  it.each([
    ['a key that is none', acquire('', unique('a')), 'business', 'invalid-lock'],
    [
      'a command that it does not know',
      command('locks.steal', 'k', undefined, stealing()),
      'technical',
      'unknown-command',
    ],
  ])('refuses %s', async (_what, message, result, code) => {
    expect(await ask(message)).toMatchObject({ result, failure: { code } });
  });

  it('puts what is no command to the dead letters', async () => {
    const dead: string[] = [];
    const letters = await client.consume({
      group: unique('dead'),
      topics: [codec.topics.deadLetter],
      onBatch: async ({ messages }) =>
        void dead.push(...messages.map((each) => codec.decodeDeadLetter(each).original.key!)),
    });
    const saga = unique('broken');
    const { ce_sagastep: _, ...headers } = acquire('k', saga).headers;
    await client.publish([{ ...acquire('k', saga), headers }]);
    while (!dead.includes(saga)) await pause(10);
    await letters.stop();
  });
});

function stealing(): Address {
  return { sagaId: unique('a'), step: 'charge.lock', attempt: 1, direction: 'do' };
}

describe('a command that comes again', () => {
  it('is answered as before: granted, refused for good, or released', async () => {
    const [key, saga, other] = [unique('account'), unique('a'), unique('b')];
    const granted = acquire(key, saga);
    const refused = acquire(key, other, 'fail');
    const gone = release(key, saga);
    for (const message of [granted, refused, gone]) expect(await ask(message)).toEqual(await ask(message));
    // The key is free by now; the second answer to this attempt is the first one.
    expect(await ask(refused)).toMatchObject({ result: 'business', failure: { code: 'locked' } });
    expect(await ask(acquire(key, unique('c'), 'fail'))).toEqual(success(key));
    expect(await ask(gone)).toEqual(released);
    expect(await ask(acquire(key, unique('d'), 'fail'))).toMatchObject({ result: 'business' });
  });

  it('keeps its place in line, and is answered as its latest attempt', async () => {
    const [key, saga, early, late] = [unique('account'), unique('a'), unique('b'), unique('c')];
    await ask(acquire(key, saga));
    await askInVain(acquire(key, early));
    await askInVain(acquire(key, late));
    const again = acquire(key, early, 'queue', { attempt: 2 });
    await askInVain(acquire(key, early), again);
    await client.publish([release(key, saga)]);
    expect((await reply(again)).outcome).toEqual(success(key));
    expect(repliesTo(acquire(key, early))).toEqual([]);
    expect(repliesTo(acquire(key, late))).toEqual([]);
  });
});

it('gives a key to one of a hundred sagas at a time, while two keepers serve all of them', async () => {
  const second = await startKeeper();
  const keys = [unique('hot'), unique('warm')];
  const holders = new Map<string, string>();
  let granted = 0;

  async function takeTurn(key: string, saga: string, conflict: Conflict): Promise<void> {
    let message = acquire(key, saga, conflict);
    for (let attempt = 2; (await ask(message)).result !== 'success'; attempt++) {
      await pause(20);
      message = acquire(key, saga, conflict, { attempt });
    }
    expect(holders.get(key)).toBeUndefined();
    holders.set(key, saga);
    granted++;
    await pause(Math.random() * 5);
    holders.delete(key);
    // Sent twice, as a coordinator that dies at the wrong moment does.
    await client.publish([release(key, saga), release(key, saga)]);
  }

  const turns = Array.from({ length: 100 }, (_, i) =>
    takeTurn(keys[i % 5 === 0 ? 1 : 0]!, unique(`racer-${i}`), i % 4 === 0 ? 'wait' : 'queue'),
  );
  await Promise.all(turns);
  expect(granted).toBe(100);
  await second.stop();
}, 60_000);

it('tells who was granted a lock by a keeper that died before it could tell', async () => {
  const [key, saga] = [unique('account'), unique('a')];
  const next = acquire(key, unique('b'));
  await ask(acquire(key, saga));
  await askInVain(next);
  await keeper.stop();
  const dying = await startKeeper({ publish: () => Promise.reject(new Error('dead by now')) });
  await client.publish([release(key, saga)]);
  const holder = async () => {
    const { rows } = await database.pool.query<{ saga_id: string }>(
      'SELECT saga_id FROM saga.locks WHERE key = $1',
      [key],
    );
    return rows[0]?.saga_id;
  };
  while ((await holder()) !== next.key) await pause(10);
  await dying.stop();
  expect(repliesTo(next)).toEqual([]);

  keeper = await startKeeper();
  expect((await reply(next)).outcome).toEqual(success(key));
}, 60_000);
