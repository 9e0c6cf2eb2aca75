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

/** The rows of a transaction have few different times: most often the one of the row before. */
let latest = { milliseconds: NaN, text: '' };

/** Milliseconds since the epoch as Postgres reads them. */
export function timestamp(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  if (milliseconds !== latest.milliseconds)
    latest = { milliseconds, text: new Date(milliseconds).toISOString() };
  return latest.text;
}
