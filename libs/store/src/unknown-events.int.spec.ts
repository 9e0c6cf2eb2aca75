import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { KeptEvent } from './early-events.js';
import type { Store } from './store.js';
import { useStore } from './testing/store-fixture.js';
import type { UnknownEvents } from './unknown-events.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));
beforeEach(() => database.pool.query('TRUNCATE saga.unknown_events, saga.early_events'));

const NOON = Date.parse('2026-01-31T12:00:00Z');
const counted = (type: string, more: Partial<UnknownEvents> = {}): UnknownEvents => ({
  ...{ topic: 'shop', type, count: 1, firstSeen: NOON, lastSeen: NOON, sample: { id: type } },
  ...more,
});

it('unknown events are counted on, with the latest sample, and listed from the one that was seen last', async () => {
  await store.addUnknownEvents([counted('a', { count: 3 }), counted('b'), counted('\0')]);
  await store.addUnknownEvents([
    counted('a', { count: 4, firstSeen: NOON + 5_000, lastSeen: NOON + 9_000, sample: { id: '\0' } }),
    counted('a', { topic: 'bank', lastSeen: NOON + 1_000 }),
  ]);
  const all = await store.unknownEvents(10);
  expect(all[0]).toEqual({
    ...{ topic: 'shop', type: 'a', reason: 'unknown-type', count: 7, sample: { id: '\ufffd' } },
    ...{ firstSeen: new Date(NOON), lastSeen: new Date(NOON + 9_000) },
  });
  expect(all.map(({ topic, type }) => `${topic} ${type}`)).toEqual([
    'shop a',
    'bank a',
    'shop b',
    'shop \ufffd',
  ]);
  expect(await store.unknownEvents(1)).toHaveLength(1);
});

describe('an early event that expires', () => {
  const event = (id: string, key = id): KeptEvent => ({
    ...{ topic: 'bank', event: 'payment.taken', key, cameAt: NOON },
    body: { id, source: 'bank', type: 'payment.taken', data: {} },
  });
  const keep = (...events: (KeptEvent & { isTaken?: boolean })[]) =>
    store.transaction((tx) => tx.keepEvents(events.map((each) => ({ ...each, expiresAt: NOON + 60_000 }))));
  const countsOf = async () => {
    await store.forgetEvents(100);
    return (await store.unknownEvents(10)).map(({ type, reason, count }) => [type, reason, count]);
  };

  it('is counted when no saga has taken it, once for all its keys', async () => {
    await keep(event('1'), event('1', 'other'), event('2'), event('2'));
    expect(await countsOf()).toEqual([['payment.taken', 'no-saga', 2]]);
    expect(await store.unknownEvents(1)).toMatchObject([
      { sample: { source: 'bank', type: 'payment.taken' }, firstSeen: new Date(NOON) },
    ]);
    await keep(event('3'));
    expect(await countsOf()).toEqual([['payment.taken', 'no-saga', 3]]);
  });

  it('is not counted when a saga has had it, at once, later, or when it came again', async () => {
    await keep(
      { ...event('at once'), isTaken: true },
      event('later'),
      event('later', 'other'),
      event('again'),
    );
    await store.transaction((tx) => tx.noteTaken([event('later')]));
    await keep({ ...event('again'), isTaken: true });
    await keep(event('at once'));
    expect(await countsOf()).toEqual([]);
  });
});
