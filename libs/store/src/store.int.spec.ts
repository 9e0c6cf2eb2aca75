import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { isTransient } from './errors.js';
import { openStore, type Store } from './store.js';
import { migratedStore } from './testing/store-fixture.js';

let database: TestDatabase;
const stores: Store[] = [];

beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  await database.dispose();
});

async function open(poolErrors: Error[] = []): Promise<Store> {
  const store = await openStore({ url: database.url, onPoolError: (error) => poolErrors.push(error) });
  stores.push(store);
  return store;
}

const migrations = async () =>
  (await database.pool.query('SELECT name FROM saga_migrations ORDER BY id')).rows.map(
    ({ name }) => name as string,
  );

/** Ends the connections of stores to this database as an administrator does. */
const killConnections = () =>
  database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'saga-coordinator'`,
  );

describe('migrating', () => {
  it('may be done again, and by several coordinators at once', async () => {
    const several = await Promise.all([open(), open(), open()]);
    await Promise.all(several.map((store) => store.migrate()));
    await several[0].migrate();
    expect(await migrations()).toEqual([
      'CreateSagaTables1764000000000',
      'AddRollouts1764100000000',
      'AddLocks1764200000000',
      'AddWaiting1764300000000',
      'AddStepAddresses1764400000000',
      'AddUnknownEvents1764500000000',
      'AddDeadLetters1764750000000',
    ]);
    expect(await several[1].queries.countByStatus()).toEqual({});
  });
});

describe('a connection that is killed', () => {
  const ready = async (poolErrors: Error[] = []) => {
    const store = await open(poolErrors);
    await store.migrate();
    return store;
  };

  it('between two queries of a transaction is no fault of the work', async () => {
    const store = await ready();
    let attempts = 0;
    const work = store.transaction(async (tx) => {
      attempts++;
      await tx.claim(['killed']);
      await killConnections();
      await tx.claim(['after']);
    });
    const failure = await work.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(isTransient(failure)).toBe(true);
    expect(attempts).toBe(1);
  });

  it('in the middle of a query is no fault of the work', async () => {
    const store = await ready();
    const holder = await database.pool.connect();
    await holder.query('BEGIN; LOCK TABLE saga.inbox');
    const failure = store.transaction((tx) => tx.claim(['waiting'])).catch((error: unknown) => error);
    while ((await killConnections()).rowCount === 0);
    expect(isTransient(await failure)).toBe(true);
    await holder.query('ROLLBACK');
    holder.release();
  });

  it('while it is idle is replaced by the pool', async () => {
    const poolErrors: Error[] = [];
    const store = await ready(poolErrors);
    const { rowCount: killed } = await killConnections();
    while (poolErrors.length < killed!) await new Promise(setImmediate);
    await store.ping();
    expect(await store.transaction((tx) => tx.claim(['m']))).toEqual(new Set(['m']));
  });
});

describe('a transaction', () => {
  it('throws on what is wrong with the work itself', async () => {
    const store = await migratedStore(database.url);
    stores.push(store);
    await database.pool.query(`ALTER TABLE saga.inbox ADD CHECK (message_id <> 'forbidden')`);
    const failure = await store.transaction((tx) => tx.claim(['forbidden'])).catch((error: unknown) => error);
    expect((failure as Error).message).toMatch('violates check constraint');
    expect(isTransient(failure)).toBe(false);
  });
});

describe('opening a store', () => {
  it('fails when nobody listens, for a reason that may pass', async () => {
    const failure = await openStore({ url: 'postgres://nobody@127.0.0.1:1/none' }).catch(
      (error: unknown) => error,
    );
    expect(isTransient(failure)).toBe(true);
  });
});
