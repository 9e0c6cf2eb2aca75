import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

/** Another coordinator moved one of the sagas in the meantime; the transaction is to be done again from the start. */
export class FenceConflict extends Error {
  constructor(readonly sagaIds: string[]) {
    super(`sagas changed under us: ${sagaIds.join(', ')}`);
    this.name = 'FenceConflict';
  }
}

/** serialization_failure, deadlock_detected: Postgres asks for the transaction to be done again. */
const REDO = new Set(['40001', '40P01']);

/** Classes of SQLSTATE that say "not now": connection, resources, operator intervention, system. */
const UNAVAILABLE = /^(08|53|57|58)/;
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const CONNECTION_LOST =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** True when the same transaction may well succeed at once. */
export function isWorthRedoing(error: unknown): boolean {
  return error instanceof FenceConflict || REDO.has(codeOf(error));
}

/** True when the database, not the work, is the trouble: wait and do the same work again. */
export function isTransient(error: unknown): boolean {
  const code = codeOf(error);
  return (
    isWorthRedoing(error) ||
    UNAVAILABLE.test(code) ||
    UNREACHABLE.has(code) ||
    wasLostBetweenQueries(error) ||
    (error instanceof Error && CONNECTION_LOST.test(error.message))
  );
}

/** TypeORM gives up its hold on a connection that breaks while no query runs on it. */
function wasLostBetweenQueries(error: unknown): boolean {
  return (
    error instanceof QueryRunnerAlreadyReleasedError ||
    error instanceof QueryRunnerProviderAlreadyReleasedError
  );
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
