import { createCodec, type DomainEvent, type Json, MalformedMessage } from '@saga/contracts';
import { compile } from '@saga/definition';
import type { Rollout } from '@saga/store';
import { TriggerTable } from './trigger-table.js';

const codec = createCodec({ source: 'spec' });

function planOf(name: string, trigger: object, version = 1) {
  const startOn = [{ event: 'order.placed', topic: 'orders', key: 'event.data.orderId', ...trigger }];
  const steps = [{ name: 'only', command: 'stock.reserve', compensate: 'none' }];
  return compile({ name, startOn, steps }, version);
}

type Plans = ReturnType<typeof planOf>[];

/** Versions of a definition, the latest one last, of which new sagas start with the latest by default. */
function rolledOut(plans: Plans, rollout: Partial<Rollout> = {}) {
  const { name, version: latest } = plans.at(-1)!;
  return { rollout: { name, latest, stable: null, canary: null, active: true, ...rollout }, plans };
}

function tableOf(...plans: Plans) {
  return tableOfVersions(...plans.map((plan) => rolledOut([plan])));
}

function tableOfVersions(...definitions: ReturnType<typeof rolledOut>[]) {
  const table = new TriggerTable(codec);
  table.load(definitions, []);
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
  table.load(
    [rolledOut([planOf('fulfil', {})])],
    [{ name: 'fulfil', topic: 'orders', event: 'order.placed', since }],
  );
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
  table.load([rolledOut([planOf('a', { event: 'order.paid' }, 2)])], []);
  expect(table.starts(incoming({ orderId: 1 }))).toEqual([]);
});

describe('a definition that is rolled out', () => {
  const first = planOf('a', { input: { of: 'first' } }, 1);
  const second = planOf('a', { input: { of: 'second' }, key: 'event.id' }, 2);
  const paid = planOf('a', { event: 'order.paid', topic: 'payments' }, 3);
  const startsOf = (table: TriggerTable, orderId = 1) =>
    table
      .starts(incoming({ orderId }))
      .map(({ start: { version, input, sagaId } }) => ({ version, input, sagaId }));

  it('starts its stable version, and waits for the events of that one', () => {
    const table = tableOfVersions(rolledOut([first, paid], { stable: 1 }));
    expect(startsOf(table)).toEqual([{ version: 1, input: { of: 'first' }, sagaId: 'a:1' }]);
    expect(table.starts(incoming({ orderId: 1 }, { type: 'order.paid', topic: 'payments' }))).toEqual([]);
  });

  it('starts its canary with the input that this one makes of the event, under the same id', () => {
    const canary = { version: 2, percent: 50 };
    const table = tableOfVersions(rolledOut([first, second], { stable: 1, canary }));
    const starts = Array.from({ length: 40 }, (_, i) => startsOf(table, i)[0]!);
    expect(new Set(starts.map(({ version }) => version))).toEqual(new Set([1, 2]));
    starts.forEach(({ version, input, sagaId }, i) => {
      expect({ input, sagaId }).toEqual({
        ...{ input: { of: version === 1 ? 'first' : 'second' }, sagaId: `a:${i}` },
      });
    });
  });

  it('starts its stable version alone where its canary does not wait for the event', () => {
    const canary = { version: 3, percent: 100 };
    const table = tableOfVersions(rolledOut([first, paid], { stable: 1, canary }));
    expect(startsOf(table)).toEqual([{ version: 1, input: { of: 'first' }, sagaId: 'a:1' }]);
  });

  it('starts nothing while it is inactive', () => {
    expect(startsOf(tableOfVersions(rolledOut([first], { active: false })))).toEqual([]);
  });

  it('has the topics read of versions that may be next, and while it is inactive', () => {
    const versions = rolledOut([first, paid], { stable: 1, active: false });
    expect(tableOfVersions(versions).topics).toEqual(['orders', 'payments']);
  });
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
