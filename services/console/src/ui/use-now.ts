import { useSyncExternalStore } from 'react';

const TICK = 1_000;

/** One clock for the whole page. */
let now = Date.now();
let timer: number | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) timer = window.setInterval(tick, TICK);
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) window.clearInterval(timer);
  };
}

/** The time in milliseconds since the epoch, anew each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
