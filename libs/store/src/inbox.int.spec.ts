import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { Store } from './store.js';
import { untilWaiting, useStore } from './testing/store-fixture.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));

const claim = (...ids: string[]) => store.transaction((tx) => tx.claim(ids));

it('gives a message to the first who claims it, and to nobody after', async () => {
  expect(await claim('m1', 'm2')).toEqual(new Set(['m1', 'm2']));
  expect(await claim('m2', 'm3')).toEqual(new Set(['m3']));
  expect(await claim()).toEqual(new Set());
});

it('takes a message that comes twice in one batch for one', async () => {
  expect(await claim('double', 'double')).toEqual(new Set(['double']));
});

it('forgets a claim whose transaction fails', async () => {
  const failing = store.transaction(async (tx) => {
    await tx.claim(['tried']);
    throw new Error('refused');
  });
  await expect(failing).rejects.toThrow('refused');
  expect(await claim('tried')).toEqual(new Set(['tried']));
});

it('lets the second of two claims at once wait for the outcome of the first', async () => {
  let second: Promise<Set<string>> | undefined;
  await store.transaction(async (tx) => {
    expect(await tx.claim(['contended'])).toEqual(new Set(['contended']));
    second = claim('contended', 'free');
    await untilWaiting(database.pool, 1);
  });
  expect(await second).toEqual(new Set(['free']));
});

it('knows ids again that are too long for an index, or hold what Postgres does not take', async () => {
  const odd = [...Array(3)].map((_, i) => `${i}`.repeat(5_000)).concat('nul\0');
  expect(await claim(...odd)).toEqual(new Set(odd));
  expect(await claim(...odd)).toEqual(new Set());
});

it('forgets old messages, no more at once than told', async () => {
  await database.pool.query(`TRUNCATE saga.inbox`);
  await claim('old-1', 'old-2', 'old-3');
  await database.pool.query(`UPDATE saga.inbox SET received_at = now() - interval '2 hours'`);
  await claim('young');
  expect(await store.forgetMessages(3_600, 2)).toBe(2);
  expect(await store.forgetMessages(3_600, 2)).toBe(1);
  expect(await store.forgetMessages(3_600, 2)).toBe(0);
  expect(await claim('young')).toEqual(new Set());
});
