import type { Pool } from 'pg';
import type { SagaChange } from '../saga-record.js';
import { openStore, type Store } from '../store.js';

/** An open store on tables of this version. */
export async function migratedStore(url: string): Promise<Store> {
  const store = await openStore({ url });
  await store.migrate();
  return store;
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
