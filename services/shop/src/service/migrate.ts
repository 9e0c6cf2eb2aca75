import type { Pool } from 'pg';

/** Runs SQL that may run again and again, one process at a time: IF NOT EXISTS alone is not safe in a race. */
export async function migrate(pool: Pool, sql: string): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(hashtext('shop-migration')); ${sql}; COMMIT`);
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
