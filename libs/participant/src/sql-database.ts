/**
 * Runs one statement (several only where there are no values) and returns its rows. Values are texts, numbers, dates
 * and arrays of texts for `$1`, `$2`, …; `json` comes back parsed, `bytea` as a Buffer, `bigint` as text. An error has
 * the SQLSTATE as its `code`.
 */
export type Query = <Row = unknown>(text: string, values?: unknown[]) => Promise<Row[]>;

export type IsolationLevel = 'READ COMMITTED' | 'REPEATABLE READ' | 'SERIALIZABLE';

/**
 * A Postgres database as the barrier needs it, whatever its client; `Tx` is what handlers get of a transaction.
 * `sqlBarrier` makes a barrier of it.
 */
export interface SqlDatabase<Tx> {
  query: Query;
  /** Commits when `work` resolves; rolls back and rejects with its error when it rejects. */
  transaction<T>(isolation: IsolationLevel, work: (query: Query, tx: Tx) => Promise<T>): Promise<T>;
}

const CONCURRENCY_CONFLICTS = new Set(['40001', '40P01']);

/** True for an error that the same transaction, run again, may well not meet: serialization failure, deadlock. */
export function isConcurrencyConflict(error: unknown): boolean {
  return CONCURRENCY_CONFLICTS.has(sqlStateOf(error));
}

/**
 * True for an error that lies in the data of this one transaction and would come again: bad values (22),
 * constraints checked at commit (23, 44), raised by a trigger (P0), a failed statement that was ignored (25P02).
 */
export function isDataFault(error: unknown): boolean {
  const state = sqlStateOf(error);
  return ['22', '23', '44', 'P0'].includes(state.slice(0, 2)) || state === '25P02';
}

/** True when a statement gave up waiting for a lock, by `lock_timeout`. */
export function isLockTimeout(error: unknown): boolean {
  return sqlStateOf(error) === '55P03';
}

function sqlStateOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
