/** How long to wait before the n-th retry (1, 2, ...), in ms. */
export type Backoff = (attempt: number) => number;

/** Doubles from `initial` with each attempt and stays at `max`. */
export function exponentialBackoff({ initial, max }: { initial: number; max: number }): Backoff {
  return (attempt) => Math.min(max, initial * 2 ** Math.min(attempt - 1, 30));
}

/** What a partition waits for before its failed batch is handed out again. */
export const DEFAULT_BACKOFF = exponentialBackoff({ initial: 200, max: 10_000 });
