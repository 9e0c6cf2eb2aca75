import type { EntityManager } from 'typeorm';

/*
 * Each table takes all its rows of a transaction in one statement. The rows travel as one JSON parameter:
 * their columns are JSON already, so arrays for UNNEST would have to be quoted twice. Rows are written out
 * column by column: object spread takes microseconds, for each of dozens of rows a saga.
 */

/** Runs a statement whose parameter is rows; does nothing when there are none. */
export async function putRows(manager: EntityManager, sql: string, rows: object[]): Promise<void> {
  if (rows.length > 0) await manager.query(sql, [JSON.stringify(rows)]);
}

/** Milliseconds since the epoch as Postgres reads them. */
export function timestamp(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
