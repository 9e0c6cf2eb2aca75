import type { Pool } from 'pg';
import type { SagaChange } from '../saga-record.js';
import { openStore, type Store } from '../store.js';

/** An open store on tables of this version. */
export async function migratedStore(url: string): Promise<Store> {
  const store = await openStore({ url });
  await store.migrate();
  return store;
}

/** A database that the specs of a file have for themselves. */
interface OwnDatabase {
  url: string;
  dispose(): Promise<void>;
}

/** Opens a store on a database of its own for the specs of a file, and disposes of both after the last. */
export function useStore<Database extends OwnDatabase>(
  createDatabase: () => Promise<Database>,
  opened: (own: { database: Database; store: Store }) => void,
): void {
  let database: Database;
  let store: Store;
  beforeAll(async () => {
    database = await createDatabase();
    store = await migratedStore(database.url);
    opened({ database, store });
  });
  afterAll(async () => {
    await store.close();
    await database.dispose();
  });
}

export function save(store: Store, ...changes: SagaChange[]): Promise<void> {
  return store.transaction((tx) => tx.save(changes));
}

/** Resolves when so many connections to the pool's database wait for a lock that another one holds. */
export async function untilWaiting(pool: Pool, connections: number): Promise<void> {
  const sql = `SELECT count(*)::integer AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  for (;;) {
    const { rows } = await pool.query<{ waiting: number }>(sql);
    if (rows[0]!.waiting >= connections) return;
  }
}
