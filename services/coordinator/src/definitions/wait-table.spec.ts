import { createCodec, type DomainEvent, type Json, MalformedMessage } from '@saga/contracts';
import { compile } from '@saga/definition';
import { WaitTable } from './wait-table.js';

const codec = createCodec({ source: 'spec' });
const AT = Date.parse('2026-01-31T12:00:00Z');
const HOUR = 3_600_000;

function planOf(name: string, ...events: object[]) {
  const steps = events.map((event, i) => ({
    name: `wait${i}`,
    event: {
      topic: 'payments',
      type: 'payment.received',
      key: 'input.id',
      match: 'event.data.order',
      ...event,
    },
  }));
  return compile({ name, steps }, 1);
}

function tableOf(...plans: ReturnType<typeof planOf>[]) {
  const table = new WaitTable(codec);
  table.load(plans, []);
  return table;
}

function incoming(data: Json, { type = 'payment.received', topic = 'payments', timestamp = AT } = {}) {
  const event: DomainEvent = {
    kind: 'event',
    id: 'e1',
    source: 'bank',
    type,
    data,
    time: '2026-01-31T12:00:00Z',
  };
  const { key, headers, value } = codec.encodeDomainEvent(event, { topic, key: 'k' });
  return { topic, partition: 0, offset: '0', timestamp, key, headers, value: Buffer.from(value) };
}

it('tells the key of an event, what steps may read of it, and how long it is kept', () => {
  const body = { id: 'e1', source: 'bank', type: 'payment.received', time: '2026-01-31T12:00:00Z' };
  expect(tableOf(planOf('a', {})).events(incoming({ order: 7 }), AT)).toEqual([
    {
      ...{ topic: 'payments', event: 'payment.received', key: 'event.data.order = 7' },
      ...{ cameAt: AT, expiresAt: AT + HOUR },
      body: { ...body, data: { order: 7 } },
    },
  ]);
});

it('gives an event once under each of its keys, told by what makes it one, kept as long as anybody wants it', () => {
  const table = tableOf(
    planOf('a', {}, { keep: '2h' }),
    planOf('b', { match: 'event.data.customer', keep: '1m' }, { match: '"" + event.data.order', keep: '3h' }),
  );
  const events = table.events(incoming({ order: 'o', customer: 'c' }), AT);
  expect(events.map(({ key, expiresAt }) => [key, expiresAt - AT])).toEqual([
    ['event.data.order = o', 2 * HOUR],
    ['event.data.customer = c', HOUR / 60],
    ['"" + event.data.order = o', 3 * HOUR],
  ]);
});

it('names the topics, each once', () => {
  const table = tableOf(planOf('a', {}, { topic: 'x' }), planOf('b', {}));
  expect(table.topics).toEqual(['payments', 'x']);
  table.load([], []);
  expect(table.topics).toEqual([]);
});

it('leaves other events alone, even those that are malformed', () => {
  const table = tableOf(planOf('a', {}));
  const other = incoming({}, { type: 'payment.refused' });
  expect(table.events({ ...other, value: Buffer.from('{') }, AT)).toEqual([]);
  expect(table.events(incoming({ order: 1 }, { topic: 'elsewhere' }), AT)).toEqual([]);
});

it('leaves an event alone that is older than the interest in it', () => {
  const table = new WaitTable(codec);
  const age = { name: 'a', topic: 'payments', event: 'payment.received', since: new Date(AT) };
  table.load([planOf('a', {})], [age]);
  expect(table.events(incoming({ order: 1 }, { timestamp: AT - 1 }), AT)).toEqual([]);
  expect(table.events(incoming({ order: 1 }), AT)).toHaveLength(1);
});

it('takes an event of a clock that is fast for one of now', () => {
  const [event] = tableOf(planOf('a', {})).events(incoming({ order: 1 }, { timestamp: AT + HOUR }), AT);
  expect(event).toMatchObject({ cameAt: AT, expiresAt: AT + HOUR });
});

it('leaves an event alone whose expression says that it has no key', () => {
  const table = tableOf(planOf('a', { match: 'has(event.data.order) ? event.data.order : null' }));
  expect(table.events(incoming({}), AT)).toEqual([]);
});

it.each([
  ['does not give a key to match', {}],
  ['gives {"no":1} for the key', { order: { no: 1 } }],
])('refuses an event that %s', (said, data) => {
  const read = () => tableOf(planOf('a', {})).events(incoming(data), AT);
  expect(read).toThrow(MalformedMessage);
  expect(read).toThrow(said);
});
