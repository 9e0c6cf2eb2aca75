import type { PlannedRetry } from '@saga/definition';

/**
 * Milliseconds to wait after attempt number `attempt` (from 1) of a round: exponential, capped, and shortened
 * by up to `jitter` of itself, but never to nothing. The jitter comes from `seed`, not from chance, so that a
 * decision can be repeated.
 */
export function backoff(retry: PlannedRetry, attempt: number, seed: string): number {
  const grown = Math.min(retry.maxBackoff, retry.backoff * retry.factor ** (attempt - 1));
  return Math.ceil(grown * (1 - retry.jitter * fraction(seed)));
}

/** FNV-1a (Fowler, Noll, Vo) of the text, mixed as MurmurHash3 ends, as a fraction in [0, 1). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
