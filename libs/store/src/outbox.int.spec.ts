import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { OutboxMessage } from './outbox.js';
import type { Store } from './store.js';
import { useStore } from './testing/store-fixture.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));
beforeEach(() => database.pool.query('TRUNCATE saga.outbox'));

const message = (key: string, value: Buffer | string = '{}'): OutboxMessage => ({
  topic: 'saga.command.stock',
  key,
  headers: { ce_id: `${key}:1` },
  value,
});
const add = async (...messages: OutboxMessage[]) =>
  (await store.transaction((tx) => tx.addToOutbox(messages)))!;
const leftBehind = (seconds: number) => store.transaction((tx) => tx.leftInOutbox(seconds, 10));

it('keeps the messages of a transaction whole and in order until they are removed', async () => {
  const messages = [
    message('b', '{"text":"\\u0000 ü"}'),
    message('a', Buffer.from([0, 255, 1])),
    message('b'),
  ];
  const id = await add(...messages);
  expect(await leftBehind(-1)).toEqual([{ id, messages }]);
  await store.transaction((tx) => tx.removeFromOutbox([id]));
  expect(await leftBehind(-1)).toEqual([]);
});

it('keeps nothing of a transaction that fails', async () => {
  const failing = store.transaction(async (tx) => {
    await tx.addToOutbox([message('a')]);
    throw new Error('refused');
  });
  await expect(failing).rejects.toThrow('refused');
  expect(await leftBehind(-1)).toEqual([]);
});

it('counts as left behind only what its publisher has had time for', async () => {
  await add(message('young'));
  const old = await add(message('old'));
  await database.pool.query(`UPDATE saga.outbox SET created_at = now() - interval '1 minute' WHERE id = $1`, [
    old,
  ]);
  expect((await leftBehind(30)).map(({ id }) => id)).toEqual([old]);
});

it('gives each entry to one of two sweepers', async () => {
  const ids = [await add(message('a')), await add(message('b')), await add(message('c'))];
  await store.transaction(async (first) => {
    const taken = await first.leftInOutbox(-1, 2);
    const others = await store.transaction((second) => second.leftInOutbox(-1, 10));
    expect(taken.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(others.map(({ id }) => id)).toEqual(ids.slice(2));
  });
});
