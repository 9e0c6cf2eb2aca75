import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { AwaitedEvent, EventKey } from './awaited-events.js';
import type { KeptEvent } from './early-events.js';
import type { Store } from './store.js';
import type { StoreTransaction } from './store-transaction.js';
import { untilWaiting, useStore } from './testing/store-fixture.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));
beforeEach(() => database.pool.query('TRUNCATE saga.awaited_events, saga.early_events'));

const NOW = Date.now();
const keyOf = (key: string): EventKey => ({ topic: 'payments', event: 'payment.received', key });
const eventOf = (key: string, id = key): KeptEvent => ({
  ...keyOf(key),
  cameAt: NOW,
  body: { id, source: 'bank', type: 'payment.received', time: '2026-01-31T12:00:00Z', data: { key } },
});

const save = (sagaId: string, step: string, awaited: EventKey | null) =>
  store.transaction((tx) => tx.saveAwaited([{ sagaId, step, awaited }]));
const ALL = { after: null, limit: 1_000 };
const awaiting = (...keys: EventKey[]) => store.transaction((tx) => tx.stepsAwaiting(keys, ALL));
const keep = (event: KeptEvent, expiresAt = NOW + 60_000) =>
  store.transaction((tx) => tx.keepEvents([{ ...event, expiresAt }]));
const kept = (key: EventKey, at = NOW) => store.transaction((tx) => tx.keptEvents([key], at));

describe('steps that wait for an event', () => {
  it('are found by its topic, type and key, all of them', async () => {
    await save('a', 'paid', keyOf('7'));
    await save('b', 'paid', keyOf('7'));
    await save('c', 'paid', keyOf('8'));
    await save('d', 'paid', { ...keyOf('7'), event: 'payment.refused' });
    await save('e', 'paid', { ...keyOf('7'), topic: 'refunds' });
    expect(await awaiting(keyOf('6'), keyOf('7'))).toEqual([
      { sagaId: 'a', step: 'paid', awaited: keyOf('7') },
      { sagaId: 'b', step: 'paid', awaited: keyOf('7') },
    ]);
  });

  it('are found page by page', async () => {
    for (const [saga, step] of ['a 1', 'a 2', 'b 1', 'c 1', 'c 2'].map((each) => each.split(' ')))
      await save(saga!, step!, keyOf(step!));
    const keys = [keyOf('2'), keyOf('1')];
    const pages: string[][] = [];
    for (let after: AwaitedEvent | null = null; ;) {
      const page: AwaitedEvent[] = await store.transaction((tx) =>
        tx.stepsAwaiting(keys, { after, limit: 2 }),
      );
      pages.push(page.map(({ sagaId, step }) => `${sagaId} ${step}`));
      if (page.length < 2) break;
      after = page.at(-1)!;
    }
    expect(pages).toEqual([['a 1', 'a 2'], ['b 1', 'c 1'], ['c 2']]);
  });

  it('are no longer found once they do not wait, or wait for another', async () => {
    await save('a', 'paid', keyOf('1'));
    await save('a', 'shipped', keyOf('1'));
    await save('a', 'paid', null);
    await save('a', 'shipped', keyOf('2'));
    expect(await awaiting(keyOf('1'))).toEqual([]);
    expect(await awaiting(keyOf('2'))).toHaveLength(1);
  });

  it('may wait for keys of any length and with any character', async () => {
    const odd = { topic: 't', event: 'e'.repeat(5_000), key: `\0${'ß'.repeat(5_000)}` };
    await save('odd', 'paid', odd);
    await keep({ ...eventOf(''), ...odd });
    expect(await awaiting(odd)).toEqual([{ sagaId: 'odd', step: 'paid', awaited: odd }]);
    expect(await kept(odd)).toMatchObject([odd]);
  });
});

describe('an event that nobody waits for yet', () => {
  it('is kept in the order of coming, once, until it expires', async () => {
    await keep(eventOf('7', 'second-in-name'));
    await keep(eventOf('7', 'another'));
    await keep(eventOf('7', 'second-in-name'));
    expect(await kept(keyOf('7'))).toEqual([eventOf('7', 'second-in-name'), eventOf('7', 'another')]);
    expect(await kept(keyOf('7'), NOW + 59_999)).toHaveLength(2);
    expect(await kept(keyOf('7'), NOW + 60_000)).toEqual([]);
    expect(await kept(keyOf('8'))).toEqual([]);
  });

  it('is kept under each key that it has', async () => {
    await keep(eventOf('order-7', 'e'));
    await keep(eventOf('customer-1', 'e'));
    expect(await kept(keyOf('order-7'))).toHaveLength(1);
    expect(await kept(keyOf('customer-1'))).toHaveLength(1);
  });

  it('is forgotten after that, a batch at a time', async () => {
    for (const id of ['1', '2', '3']) await keep(eventOf('old', id), NOW - 1);
    await keep(eventOf('new'));
    expect(await store.forgetEvents(2)).toBe(2);
    expect(await store.forgetEvents(2)).toBe(1);
    expect(await store.forgetEvents(2)).toBe(0);
    expect(await kept(keyOf('new'))).toHaveLength(1);
  });
});

describe('an event and a wait for it at the same time, in two transactions', () => {
  /** What the coordinator does with an event: looks who waits, and keeps it. */
  async function come(tx: StoreTransaction, key: string) {
    await tx.lockEvents({ came: [keyOf(key)], awaited: [] });
    const found = await tx.stepsAwaiting([keyOf(key)], ALL);
    await tx.keepEvents([{ ...eventOf(key), expiresAt: NOW + 60_000 }]);
    return found.length;
  }

  /** What it does with a step that begins to wait: looks what came, and waits. */
  async function wait(tx: StoreTransaction, key: string) {
    await tx.lockEvents({ came: [], awaited: [keyOf(key)] });
    const found = await tx.keptEvents([keyOf(key)], NOW);
    await tx.saveAwaited([{ sagaId: `saga-${key}`, step: 'paid', awaited: keyOf(key) }]);
    return found.length;
  }

  /** Runs `second` while `first` has written and not committed yet; gives what each has found. */
  async function atOnce(
    first: (tx: StoreTransaction) => Promise<number>,
    second: (tx: StoreTransaction) => Promise<number>,
  ) {
    let meanwhile: Promise<number> | undefined;
    const found = await store.transaction(async (tx) => {
      const ownFinding = await first(tx);
      meanwhile = store.transaction(second);
      const settled = meanwhile.then(() => true);
      await Promise.race([settled, untilWaiting(database.pool, 1)]);
      return ownFinding;
    });
    return [found, await meanwhile];
  }

  it.each([
    ['the event', come, wait],
    ['the wait', wait, come],
  ] as const)('meet when %s is first', async (what, first, second) => {
    expect(
      await atOnce(
        (tx) => first(tx, what),
        (tx) => second(tx, what),
      ),
    ).toEqual([0, 1]);
  });

  it('meet each time when hundreds of both come in any order', async () => {
    const keys = Array.from({ length: 300 }, (_, i) => `crowd-${i}`);
    const chunk = (each: (tx: StoreTransaction, key: string) => Promise<number>, mine: string[]) =>
      Promise.all(mine.map((key) => store.transaction((tx) => each(tx, key))));
    const [comes, waits] = await Promise.all([chunk(come, keys), chunk(wait, [...keys].reverse())]);
    const met = keys.map((_, i) => comes[i]! + waits.at(-1 - i)!);
    expect(met.filter((times) => times !== 1)).toEqual([]);
  });

  it('do not hold up others that begin to wait for the same', async () => {
    const wait = async (tx: StoreTransaction) => {
      await tx.lockEvents({ came: [], awaited: [keyOf('shared')] });
      return 7;
    };
    await store.transaction(async (tx) => {
      await wait(tx);
      // This one would not come to an end.
      expect(await store.transaction(wait)).toBe(7);
    });
  });
});
