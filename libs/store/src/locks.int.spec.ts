import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { LockParty, LockRequest } from './locks.js';
import type { Store } from './store.js';
import { untilWaiting, useStore } from './testing/store-fixture.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));
beforeEach(() => database.pool.query('TRUNCATE saga.locks, saga.lock_requests'));

const NOW = new Date('2026-01-31T12:00:00.123Z');

function request(key: string, sagaId: string, fields: Partial<LockRequest> = {}): LockRequest {
  return {
    ...{ key, sagaId, step: 'charge.lock', attempt: 1, status: 'granted', place: null, holder: null },
    ...{ askedAt: NOW, grantedAt: NOW, trace: null, ...fields },
  };
}

const waiting = (key: string, sagaId: string, place: number, step = 'charge.lock') =>
  request(key, sagaId, { step, status: 'waiting', place, grantedAt: null });
const claim = (...parties: LockParty[]) => store.transaction((tx) => tx.claimLocks(parties));

/** Has `sagaId` hold the key, with these requests for it. */
function hold(key: string, sagaId: string | null, ...requests: LockRequest[]): Promise<void> {
  return store.transaction(async (tx) => {
    await tx.claimLocks([{ key, sagaId: 'whoever' }]);
    const since = sagaId && NOW;
    await tx.saveLocks({ locks: [{ key, sagaId, since: since || null, places: requests.length }], requests });
  });
}

async function keysKept(): Promise<string[]> {
  const { rows } = await database.pool.query<{ key: string }>('SELECT key FROM saga.locks ORDER BY key');
  return rows.map(({ key }) => key);
}

it('gives each key, free or held, once', async () => {
  await hold('held', 'a', request('held', 'a'));
  const { locks } = await claim(
    { key: 'held', sagaId: 'b' },
    { key: 'free', sagaId: 'b' },
    { key: 'held', sagaId: 'c' },
  );
  expect(locks).toEqual([
    { key: 'free', sagaId: null, since: null, places: 0 },
    { key: 'held', sagaId: 'a', since: NOW, places: 1 },
  ]);
});

it('keeps a request whole, and as it was last', async () => {
  const trace = { traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
  const first = request('k', 'a', { status: 'refused', holder: 'b', grantedAt: null, trace });
  await hold('k', 'b', first);
  expect((await claim({ key: 'k', sagaId: 'a' })).requests).toEqual([first]);
  const second = request('k', 'a', { attempt: 2 });
  await hold('k', 'a', second);
  expect((await claim({ key: 'k', sagaId: 'a' })).requests).toEqual([second]);
});

it('gives the requests of the parties, and of the saga that is next in line after them', async () => {
  const rows = [
    request('k', 'a'),
    waiting('k', 'b', 1),
    waiting('k', 'c', 2, 'one'),
    waiting('k', 'd', 3),
    waiting('k', 'c', 4, 'two'),
  ];
  await hold('k', 'a', ...rows);
  const { requests } = await claim({ key: 'k', sagaId: 'a' }, { key: 'k', sagaId: 'b' });
  expect(requests.map(({ sagaId, step }) => `${sagaId} ${step}`).sort()).toEqual([
    ...['a charge.lock', 'b charge.lock', 'c one', 'c two'],
  ]);
});

it('keeps no key that nobody holds', async () => {
  await hold('k', 'a', request('k', 'a'));
  expect(await keysKept()).toEqual(['k']);
  await hold('k', null, request('k', 'a', { status: 'released' }));
  expect(await keysKept()).toEqual([]);
});

it('has a second transaction wait for a key until it is saved, also for one that was not there', async () => {
  let second: Promise<unknown> | undefined;
  await store.transaction(async (tx) => {
    await tx.claimLocks([{ key: 'k', sagaId: 'a' }]);
    second = claim({ key: 'k', sagaId: 'b' });
    await untilWaiting(database.pool, 1);
    await tx.saveLocks({ locks: [{ key: 'k', sagaId: 'a', since: NOW, places: 0 }], requests: [] });
  });
  expect(await second).toMatchObject({ locks: [{ key: 'k', sagaId: 'a' }] });
});

it('has it find a key free that the first gives up', async () => {
  await hold('k', 'a', request('k', 'a'));
  let second: Promise<unknown> | undefined;
  await store.transaction(async (tx) => {
    const { locks } = await tx.claimLocks([{ key: 'k', sagaId: 'a' }]);
    second = claim({ key: 'k', sagaId: 'b' });
    await untilWaiting(database.pool, 1);
    await tx.saveLocks({ locks: [{ ...locks[0]!, sagaId: null, since: null }], requests: [] });
  });
  expect(await second).toMatchObject({ locks: [{ key: 'k', sagaId: null }] });
});

it('takes keys in one order, so that transactions with the same keys never wait in a circle', async () => {
  const keys = Array.from({ length: 50 }, (_, i) => `key-${i}`);
  let tries = 0;
  const take = (mine: string[]) =>
    store.transaction(async (tx) => {
      tries++;
      const { locks } = await tx.claimLocks(mine.map((key) => ({ key, sagaId: 'a' })));
      await tx.saveLocks({ locks, requests: [] });
    });
  await Promise.all(Array.from({ length: 40 }, (_, i) => take(i % 2 ? keys : [...keys].reverse())));
  expect(tries).toBe(40);
});

it('forgets what came to its end long ago, a batch at a time, and nothing that is held or waits', async () => {
  await hold(
    'k',
    'a',
    request('k', 'a'),
    waiting('k', 'b', 1),
    ...['c', 'd', 'e'].map((saga) => request('k', saga, { status: 'released' })),
    request('k', 'f', { status: 'refused' }),
  );
  expect(await store.forgetLockRequests(60, 10)).toBe(0);
  expect(await store.forgetLockRequests(-1, 3)).toBe(3);
  expect(await store.forgetLockRequests(-1, 3)).toBe(1);
  const { rows } = await database.pool.query('SELECT saga_id FROM saga.lock_requests ORDER BY saga_id');
  expect(rows).toEqual([{ saga_id: 'a' }, { saga_id: 'b' }]);
});

describe('the list of held keys', () => {
  it('says who holds them for which steps, and who stands in line, in order', async () => {
    const later = new Date(NOW.getTime() + 1_000);
    await hold(
      'k',
      'a',
      request('k', 'a', { step: 'refill.lock', grantedAt: later }),
      request('k', 'a'),
      waiting('k', 'c', 2),
      waiting('k', 'b', 1),
      request('k', 'd', { status: 'released' }),
    );
    expect(await store.heldLocks({ limit: 10 })).toEqual([
      {
        ...{ key: 'k', sagaId: 'a', since: NOW },
        holds: [
          { step: 'charge.lock', grantedAt: NOW },
          { step: 'refill.lock', grantedAt: later },
        ],
        waiting: 2,
        line: [
          { sagaId: 'b', step: 'charge.lock', askedAt: NOW },
          { sagaId: 'c', step: 'charge.lock', askedAt: NOW },
        ],
      },
    ]);
  });

  it('comes page by page', async () => {
    for (const key of ['b', 'a', 'c']) await hold(key, 's', request(key, 's'));
    const first = await store.heldLocks({ limit: 2 });
    expect(first.map(({ key }) => key)).toEqual(['a', 'b']);
    expect((await store.heldLocks({ limit: 2, after: 'b' })).map(({ key }) => key)).toEqual(['c']);
  });

  it('counts a long line, and shows its beginning', async () => {
    const line = Array.from({ length: 150 }, (_, i) => waiting('k', `saga-${i}`, i + 1));
    await hold('k', 'a', request('k', 'a'), ...line);
    const [lock] = await store.heldLocks({ limit: 1 });
    expect(lock).toMatchObject({ waiting: 150, line: { length: 100 } });
    expect(lock!.line[99]!.sagaId).toBe('saga-99');
  });
});
