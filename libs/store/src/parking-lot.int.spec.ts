import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { parkingContract } from '../../bus/src/parking-contract.js';
import type { Store } from './store.js';
import { useStore } from './testing/store-fixture.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));

parkingContract('the Postgres parking lot', async () => {
  await database.pool.query('TRUNCATE saga.parked_messages');
  const letRestEnd = async () => {
    await database.pool.query('UPDATE saga.parked_messages SET due_at = now()');
  };
  return { lot: store.parking, letRestEnd };
});

it('notes for people why a message is parked, and how often it was tried', async () => {
  const message = {
    topic: 't',
    partition: 3,
    offset: '9007199254740993',
    timestamp: 0,
    key: 'k',
    headers: {},
    value: null,
  };
  await store.parking.park([{ message, cause: 'at first' }]);
  for (let i = 0; i < 3; i++) {
    await database.pool.query('UPDATE saga.parked_messages SET due_at = now()');
    await store.parking.retryDue(1, async () => ({ handled: 0, failed: `failure ${i}` }));
  }
  const { rows } = await database.pool.query(
    `SELECT key, "offset", cause, attempts, extract(epoch FROM due_at - now()) > 1 AS rests FROM saga.parked_messages`,
  );
  expect(rows).toEqual([
    { key: 'k', offset: '9007199254740993', cause: 'failure 2', attempts: 3, rests: true },
  ]);
});
