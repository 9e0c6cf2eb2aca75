import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus, type OutgoingMessage } from '@saga/bus';
import { commandId, createCodec, type DeadLetter, HEADERS, type JsonObject, replyId } from '@saga/contracts';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { type CoordinatorProcess, startCoordinatorProcess } from './coordinator-process.js';

const PREFIX = `bad-${randomUUID().slice(0, 8)}.`;
const ORDER = {
  name: 'order',
  startOn: [{ event: 'order.placed', topic: `${PREFIX}orders`, key: 'event.data.orderId' }],
  steps: [
    { name: 'charge', command: 'payments.charge', compensate: 'payments.refund' },
    { name: 'ship', command: 'shipping.book', pivot: true },
  ],
};
const codec = createCodec({ source: 'spec', prefix: PREFIX });
const time = new Date().toISOString();

let database: TestDatabase;
let bus: Bus;
let coordinator: CoordinatorProcess;
const letters: DeadLetter[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  bus = createKafkaBus({ brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'bad-input' });
  // As a cluster with a larger limit of its own would have them.
  await bus.ensureTopics(
    [codec.topics.start, codec.topics.reply].map((name) => ({ name, maxMessageBytes: 4_000_000 })),
  );
  const env = { DATABASE_URL: database.url, TOPIC_PREFIX: PREFIX, CONSUMER_GROUP: `${PREFIX}coordinator` };
  coordinator = await startCoordinatorProcess({ env });
  // It lies on the topic before anybody waits for it.
  await bus.publish([event('older-than-the-definition')]);
  await fetch(`${coordinator.url}/v1/definitions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ORDER),
  });
  await bus.consume({
    group: `${PREFIX}letters`,
    topics: [codec.topics.deadLetter],
    onBatch: async ({ messages }) => void letters.push(...messages.map(codec.decodeDeadLetter)),
  });
}, 60_000);

afterAll(async () => {
  await coordinator?.stop();
  await bus?.close();
  await database?.dispose();
}, 60_000);

const PATIENCE_MS = 20_000;

/** Looks until there is something to see. */
async function until<T>(look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > giveUpAt)
      throw new Error(`nothing came of it; the coordinator says:\n${coordinator.logs()}`);
    await pause(20);
  }
}

function start(sagaId: string, { definition = 'order', input = {} } = {}): OutgoingMessage {
  const id = `start:${definition}:${sagaId}`;
  return codec.encode({ kind: 'start', id, source: 'spec', sagaId, definition, input, time });
}

function success(sagaId: string, step: string, { id = '', attempt = 1 } = {}): OutgoingMessage {
  const causationId = commandId(sagaId, step, 'do', attempt);
  const address = { sagaId, step, attempt, direction: 'do' as const };
  const outcome = { result: 'success' as const, output: {} };
  return codec.encode({
    ...{ kind: 'reply', id: id || replyId(causationId), source: 'spec', causationId },
    ...{ ...address, outcome, time },
  });
}

function event(
  orderId: unknown,
  { id = randomUUID(), type = 'order.placed' }: { id?: string; type?: string } = {},
): OutgoingMessage {
  const data = { orderId } as JsonObject;
  // One key, so that all events are handled one after the other.
  const to = { topic: `${PREFIX}orders`, key: 'orders' };
  return codec.encodeDomainEvent({ kind: 'event', id, source: 'shop', type, data, time }, to);
}

interface SagaView {
  state: string;
  steps: { name: string; state: string }[];
  history: object[];
}

async function sagaOf(id: string): Promise<SagaView | undefined> {
  const answer = await fetch(`${coordinator.url}/v1/sagas/${id}`);
  return answer.ok ? ((await answer.json()) as SagaView) : undefined;
}

const untilCompleted = (id: string) =>
  until(async () => {
    const saga = await sagaOf(id);
    return saga?.state === 'completed' ? saga : undefined;
  });

/** Answers each step in its participant's place, once it is commanded. */
async function carryOut(id: string, ...steps: string[]): Promise<void> {
  for (const step of steps) {
    await until(async () => (await sagaOf(id))?.steps.find(({ name }) => name === step));
    await bus.publish([success(id, step)]);
  }
}

const letterOf = ({ key, headers, value }: OutgoingMessage) =>
  until(() =>
    letters.find(
      ({ original }) =>
        original.key === key &&
        original.headers[HEADERS.id] === headers[HEADERS.id] &&
        Buffer.from(value).equals(original.value ?? Buffer.alloc(0)),
    ),
  );

const withValue = (message: OutgoingMessage, value: unknown): OutgoingMessage => ({
  ...message,
  value: typeof value === 'string' ? value : JSON.stringify(value),
});

function without({ headers, ...message }: OutgoingMessage, name: string): OutgoingMessage {
  const { [name]: _, ...rest } = headers;
  return { ...message, headers: rest };
}

const BAD: [what: string, message: OutgoingMessage, code: string, field: string][] = [
  ['malformed JSON', withValue(start('bad-json'), '{"definition": '), 'malformed-json', 'value'],
  ['no headers at all', { ...start('bare'), headers: {} }, 'missing-header', HEADERS.specVersion],
  ['no saga id', without(start('nameless'), HEADERS.sagaId), 'missing-header', HEADERS.sagaId],
  [
    'no cause',
    without(success('before', 'charge', { id: 'c' }), HEADERS.causationId),
    'missing-header',
    HEADERS.causationId,
  ],
  ['a saga that nobody started', success('nobody', 'charge'), 'unknown-saga', HEADERS.sagaId],
  ['an unknown definition', start('lost', { definition: 'nobody' }), 'unknown-definition', 'definition'],
  [
    'an id that runs already, of another kind',
    start('before', { definition: 'other' }),
    'other-definition',
    HEADERS.sagaId,
  ],
  ['a step that is done', success('before', 'charge', { id: 'twice' }), 'step-already-done', HEADERS.step],
  [
    'an attempt never made',
    success('before', 'ship', { id: 'third', attempt: 3 }),
    'attempt-not-made',
    HEADERS.attempt,
  ],
  ['an unknown step', success('before', 'paint'), 'unknown-step', HEADERS.step],
  [
    '2 MB',
    withValue(start('large'), { definition: 'order', input: { text: 'x'.repeat(2_000_000) } }),
    'value-too-large',
    'value',
  ],
  [
    'a number as definition',
    withValue(start('typed-1'), { definition: 7, input: {} }),
    'invalid-value',
    'definition',
  ],
  [
    'an array as input',
    withValue(start('typed-2'), { definition: 'order', input: [] }),
    'invalid-value',
    'input',
  ],
  [
    'a text as version',
    withValue(start('typed-3'), { definition: 'order', version: '1', input: {} }),
    'invalid-value',
    'version',
  ],
  [
    'a text as output',
    withValue(success('before', 'ship', { id: 'typed-4' }), { output: 'sent' }),
    'invalid-value',
    'output',
  ],
  [
    'U+0000',
    withValue(start('nul'), { definition: 'order', input: { note: 'a\0b' } }),
    'invalid-value',
    'input.note',
  ],
  ['U+0000 in its key', { ...withValue(start('nul-key'), '{'), key: 'nul\0key' }, 'malformed-json', 'value'],
];

describe('messages that can not be used', () => {
  beforeAll(async () => {
    await bus.publish([start('before')]);
    await carryOut('before', 'charge');
    await until(async () => (await sagaOf('before'))?.steps.find(({ name }) => name === 'ship'));
    await bus.publish(BAD.map(([, message]) => message));
  }, 60_000);

  it.each(BAD)(
    '%s: a dead letter with the cause and the message whole',
    async (_, message, code, field) => {
      const { cause, original, consumerGroup } = await letterOf(message);
      expect(cause).toEqual({ code, field, message: expect.any(String), fix: expect.any(String) });
      expect(original).toMatchObject({ topic: message.topic, key: message.key, headers: message.headers });
      expect(Buffer.compare(original.value!, Buffer.from(message.value))).toBe(0);
      expect(consumerGroup).toBe(`${PREFIX}coordinator`);
    },
    30_000,
  );

  it('disturb no saga, be it started before or after', async () => {
    await bus.publish([start('after')]);
    await Promise.all([carryOut('before', 'ship'), carryOut('after', 'charge', 'ship')]);
    const [before, after] = await Promise.all([untilCompleted('before'), untilCompleted('after')]);
    expect(before.history).toHaveLength(after.history.length);
    expect((await database.pool.query('SELECT id FROM saga.parked_messages')).rows).toEqual([]);
  }, 30_000);
});

describe('domain events', () => {
  it('start one saga for one key, however often they come', async () => {
    const placed = event('o-1', { id: 'placed' });
    await bus.publish([placed, placed, event('o-1', { id: 'placed again' }), event('o-2')]);
    await until(() => sagaOf('order:o-2'));
    expect((await sagaOf('order:o-1'))?.history).toHaveLength(2);
  }, 30_000);

  it('that are older than the definition start nothing', async () => {
    // One key, so one order: what came after it on the topic has started its saga.
    await bus.publish([event('o-4')]);
    await until(() => sagaOf('order:o-4'));
    expect(await sagaOf('order:older-than-the-definition')).toBeUndefined();
  }, 30_000);

  it('of another type are left alone; one without a key is a dead letter', async () => {
    const other = withValue(event('o-3', { type: 'order.paid' }), 'not even JSON');
    const keyless = event(null);
    await bus.publish([other, keyless]);
    expect((await letterOf(keyless)).cause).toMatchObject({ code: 'invalid-value', field: 'data' });
    expect(
      letters.filter(({ original }) => original.headers[HEADERS.id] === other.headers[HEADERS.id]),
    ).toEqual([]);
    expect(await sagaOf('order:o-3')).toBeUndefined();
  }, 30_000);
});

describe('a message that fails for a reason within the coordinator', () => {
  const untilParked = (count: number) =>
    until(async () => {
      const sql = 'SELECT key, cause FROM saga.parked_messages ORDER BY id';
      const { rows } = await database.pool.query<{ key: string; cause: string }>(sql);
      return rows.length === count ? rows : undefined;
    });

  it('holds up its own saga only, which goes on in order once the cause is mended', async () => {
    await database.pool.query(`ALTER TABLE saga.sagas ADD CONSTRAINT refuses CHECK (id <> 'held-up')`);
    await bus.publish([start('held-up'), start('free')]);
    await untilParked(1);
    await bus.publish([success('held-up', 'charge')]);
    await untilParked(2);
    await bus.publish([success('held-up', 'ship')]);
    const held = await untilParked(3);
    await carryOut('free', 'charge', 'ship');
    await untilCompleted('free');
    expect(new Set(held.map(({ key }) => key))).toEqual(new Set(['held-up']));
    expect(held[0]!.cause).toContain('refuses');

    await database.pool.query('ALTER TABLE saga.sagas DROP CONSTRAINT refuses');
    expect((await untilCompleted('held-up')).history).toHaveLength((await sagaOf('free'))!.history.length);
    await untilParked(0);
    expect(letters.filter(({ original }) => original.key === 'held-up')).toEqual([]);
  }, 60_000);
});
