import { createCodec, type DomainEvent, type Json, MalformedMessage } from '@saga/contracts';
import { compile } from '@saga/definition';
import { TriggerTable } from './trigger-table.js';

const codec = createCodec({ source: 'spec' });

function planOf(name: string, trigger: object, version = 1) {
  const startOn = [{ event: 'order.placed', topic: 'orders', key: 'event.data.orderId', ...trigger }];
  const steps = [{ name: 'only', command: 'stock.reserve', compensate: 'none' }];
  return compile({ name, startOn, steps }, version);
}

function tableOf(...plans: ReturnType<typeof planOf>[]) {
  const table = new TriggerTable(codec);
  table.load(plans, []);
  return table;
}

function incoming(data: Json, { type = 'order.placed', topic = 'orders' } = {}) {
  const time = '2026-01-31T12:00:00Z';
  const event: DomainEvent = { kind: 'event', id: 'e1', source: 'shop', type, data, time };
  const { key, headers, value } = codec.encodeDomainEvent(event, { topic, key: 'k' });
  return { topic, partition: 0, offset: '0', timestamp: 0, key, headers, value: Buffer.from(value) };
}

function faultOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedMessage);
    return (error as MalformedMessage).toCause();
  }
  return undefined;
}

it('starts a saga with the key of the event and its data', () => {
  const [started] = tableOf(planOf('fulfil', {}, 3)).starts(incoming({ orderId: 'o-1', total: 5 }));
  expect(started).toMatchObject({
    claim: 'shop/e1#fulfil',
    start: { sagaId: 'fulfil:o-1', definition: 'fulfil', version: 3, input: { orderId: 'o-1', total: 5 } },
  });
});

it('leaves events alone that are older than the interest in them', () => {
  const table = new TriggerTable(codec);
  const since = new Date('2026-01-31T12:00:00Z');
  table.load([planOf('fulfil', {})], [{ name: 'fulfil', topic: 'orders', event: 'order.placed', since }]);
  const event = incoming({ orderId: 'o-1' });
  expect(table.starts({ ...event, timestamp: since.getTime() - 1 })).toEqual([]);
  expect(table.starts({ ...event, timestamp: since.getTime() })).toHaveLength(1);
});

it('starts one saga of each definition that waits for the event', () => {
  const table = tableOf(
    planOf('a', {}),
    planOf('b', { input: { id: '${ event.id }' } }),
    planOf('c', { topic: 'x' }),
  );
  const starts = table.starts(incoming({ orderId: 7 }));
  expect(starts.map(({ start }) => start.sagaId)).toEqual(['a:7', 'b:7']);
  expect(starts[1]!.start.input).toEqual({ id: 'e1' });
  expect(table.topics).toEqual(['orders', 'x']);
});

it('leaves alone an event of another type, even one that is malformed', () => {
  const table = tableOf(planOf('a', {}));
  const other = incoming({}, { type: 'order.paid' });
  expect(table.starts(other)).toEqual([]);
  expect(table.starts({ ...other, value: Buffer.from('{') })).toEqual([]);
  expect(table.starts(incoming({ orderId: 1 }, { topic: 'elsewhere' }))).toEqual([]);
});

it('forgets the triggers of definitions that are no longer the latest', () => {
  const table = tableOf(planOf('a', {}));
  table.load([planOf('a', { event: 'order.paid' }, 2)], []);
  expect(table.starts(incoming({ orderId: 1 }))).toEqual([]);
});

it.each([
  ['whose key is missing', {}, {}, 'does not give the key of a'],
  ['whose key is no text', {}, { orderId: [1] }, 'gives [1] as the key of a'],
  ['whose key is empty', {}, { orderId: '' }, 'gives "" as the key of a'],
  ['whose key is no saga id', {}, { orderId: 'a b' }, 'gives "a b" as the key of a'],
  [
    'whose input fails',
    { input: { x: '${ event.data.total }' } },
    { orderId: 1 },
    'does not give the input of a',
  ],
  ['whose data is no object', { key: 'event.id' }, 'text', 'gives no object as the input of a'],
])('refuses an event %s', (_, trigger, data, said) => {
  const cause = faultOf(() => tableOf(planOf('a', trigger)).starts(incoming(data)));
  expect(cause).toMatchObject({
    code: 'invalid-value',
    field: 'data',
    message: expect.stringContaining(said),
  });
});
