import { setTimeout as pause } from 'node:timers/promises';
import { SWEEP_LIMIT } from './outbox.js';

export interface OutboxSweeper {
  /** Resolves when the sweep in hand is over. */
  stop(): Promise<void>;
}

/**
 * Sweeps now and then every `everyMs`, at once again while there was a full sweep's worth.
 * A failing sweep is reported and tried again at the next turn.
 */
export function startOutboxSweeper(
  sweep: () => Promise<number>,
  everyMs: number,
  onError: (error: unknown) => void,
): OutboxSweeper {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function work(): Promise<void> {
    while (!signal.aborted) {
      const swept = await sweep().catch((error: unknown) => {
        onError(error);
        return 0;
      });
      if (swept < SWEEP_LIMIT) await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  const working = work();
  return {
    stop() {
      stopping.abort();
      return working;
    },
  };
}
