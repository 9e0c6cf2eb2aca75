import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { SagaRecord } from './saga-record.js';
import type { Store } from './store.js';
import { changeBy, plain, start, success } from './testing/saga-fixture.js';
import { migratedStore, save } from './testing/store-fixture.js';

let database: TestDatabase;
/** Two coordinators on one database. */
let store: Store;
let other: Store;

beforeAll(async () => {
  database = await createTestDatabase();
  store = await migratedStore(database.url);
  other = await migratedStore(database.url);
});
afterAll(async () => {
  await Promise.all([store.close(), other.close()]);
  await database.dispose();
});

const load = async (from: Store, id: string): Promise<SagaRecord> =>
  (await from.transaction((tx) => tx.load([id]))).get(id)!;

describe('a saga that a coordinator has written', () => {
  it('is loaded as it is, when nobody else has moved it', async () => {
    const { after } = changeBy([start('alone', { input: { sku: 'tea' } })]);
    await save(store, { before: null, after, events: [], compensations: [] });
    const loaded = await load(store, 'alone');
    expect(loaded).toEqual(after);
    expect(loaded.state).toBe(after.state);
  });

  it('is loaded as another coordinator has left it', async () => {
    await save(store, changeBy([start('taken-over')]));
    const change = changeBy([success('reserve')], { before: await load(other, 'taken-over') });
    await save(other, change);
    expect(plain(await load(store, 'taken-over'))).toEqual(plain(change.after));
  });

  it('is loaded with the alarm that was set without moving it', async () => {
    await save(store, changeBy([start('postponed')]));
    const wakeAt = Date.now() + 3_600_000;
    await other.transaction((tx) => tx.postpone([{ id: 'postponed', wakeAt }]));
    expect((await load(store, 'postponed')).wakeAt).toBe(wakeAt);
  });

  it('is loaded as it was before a transaction that failed', async () => {
    const begin = changeBy([start('failing')]);
    await save(store, begin);
    const failing = store.transaction(async (tx) => {
      await tx.save([
        changeBy([success('reserve')], { before: (await tx.load(['failing'])).get('failing')! }),
      ]);
      throw new Error('the outbox is full');
    });
    await expect(failing).rejects.toThrow('the outbox is full');
    expect(await load(store, 'failing')).toEqual(begin.after);
  });
});
