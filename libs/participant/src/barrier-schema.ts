import type { SqlDatabase } from './sql-database.js';

/** The barrier's tables, by qualified and quoted name. */
export interface BarrierTables {
  barrier: string;
  outbox: string;
}

/** @param schema the Postgres schema that holds the tables; it must exist or be made by `barrierMigration` */
export function barrierTables(schema: string): BarrierTables {
  const quoted = quoteIdentifier(schema);
  return { barrier: `${quoted}.saga_barrier`, outbox: `${quoted}.saga_outbox` };
}

/**
 * The SQL that creates what the barrier needs; it may run again and again. Put it into your own migrations or
 * let the barrier's `migrate()` run it.
 * A step is one row with both directions, so that one row lock orders a command and its compensation. Outcomes
 * are `json`, not `jsonb`, because that takes every string that JSON can say (jsonb refuses \u0000).
 */
export function barrierMigration(schema = 'public'): string {
  const { barrier, outbox } = barrierTables(schema);
  return `
CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)};
CREATE TABLE IF NOT EXISTS ${barrier} (
  saga_id text NOT NULL,
  step text NOT NULL,
  do_attempt integer,
  do_outcome json,
  undo_attempt integer,
  undo_outcome json,
  touched_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (saga_id, step)
);
CREATE TABLE IF NOT EXISTS ${outbox} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  key text NOT NULL,
  headers json NOT NULL,
  value bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);`;
}

/** Creates what the barrier needs in `schema`. Safe to run by several processes at once. */
export async function migrateBarrier(database: SqlDatabase<unknown>, schema = 'public'): Promise<void> {
  await database.transaction('READ COMMITTED', async (query) => {
    // CREATE ... IF NOT EXISTS alone fails when two processes create the same thing at the same moment.
    await query(`SELECT pg_advisory_xact_lock(hashtext('saga-barrier-migration'))`);
    await query(barrierMigration(schema));
  });
}

/** Throws an error that says what to do when the barrier's tables are not there. */
export async function requireBarrierTables(database: SqlDatabase<unknown>, schema: string): Promise<void> {
  const { barrier, outbox } = barrierTables(schema);
  const [found] = await database.query<{ ready: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AND to_regclass($2) IS NOT NULL AS ready',
    [barrier, outbox],
  );
  if (!found?.ready) {
    throw new Error(
      `${barrier} or ${outbox} is missing: call the barrier's migrate() or run barrierMigration()`,
    );
  }
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
