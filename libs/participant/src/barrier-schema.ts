import type { SqlDatabase } from './sql-database.js';

/** The barrier's tables, by qualified and quoted name. */
export interface BarrierTables {
  barrier: string;
  outbox: string;
  /** The effect ledger, and the ends of its chains. */
  effects: string;
  chains: string;
}

/** @param schema the Postgres schema that holds the tables; it must exist or be made by `barrierMigration` */
export function barrierTables(schema: string): BarrierTables {
  const quoted = quoteIdentifier(schema);
  return {
    barrier: `${quoted}.saga_barrier`,
    outbox: `${quoted}.saga_outbox`,
    effects: `${quoted}.saga_effects`,
    chains: `${quoted}.saga_effect_chains`,
  };
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

/** Runs migrations of the barrier. Safe to run by several processes at once. */
export async function migrateBarrier(database: SqlDatabase<unknown>, migrations: string[]): Promise<void> {
  await database.transaction('READ COMMITTED', async (query) => {
    // CREATE ... IF NOT EXISTS alone fails when two processes create the same thing at the same moment.
    await query(`SELECT pg_advisory_xact_lock(hashtext('saga-barrier-migration'))`);
    for (const migration of migrations) await query(migration);
  });
}

/** Throws an error that says what to do when tables of the barrier are not there. */
export async function requireTables(database: SqlDatabase<unknown>, tables: string[]): Promise<void> {
  const missing = await database.query<{ name: string }>(
    'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL',
    [tables],
  );
  if (missing.length === 0) return;
  const names = missing.map(({ name }) => name).join(' and ');
  throw new Error(
    `${names} is missing: call the barrier's migrate(), or run barrierMigration() and, for a ledger, ledgerMigration()`,
  );
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
