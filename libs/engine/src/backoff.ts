import { createHash } from 'node:crypto';
import type { PlannedRetry } from '@saga/definition';

/**
 * Milliseconds to wait after attempt number `attempt` (from 1) of a round: exponential, capped, and shortened
 * by up to `jitter` of itself. The jitter comes from `seed`, not from chance, so that a decision can be repeated.
 */
export function backoff(retry: PlannedRetry, attempt: number, seed: string): number {
  const grown = Math.min(retry.maxBackoff, retry.backoff * retry.factor ** (attempt - 1));
  return Math.round(grown * (1 - retry.jitter * fraction(seed)));
}

/** A hash of the text, as a fraction in [0, 1). */
function fraction(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
