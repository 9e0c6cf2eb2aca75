import { once } from 'node:events';
import type { Participant } from './participant.js';

export interface RunOptions {
  /** What tells the process to end. Default SIGTERM and SIGINT. */
  signals?: NodeJS.Signals[];
  /** Called when commands are being consumed. */
  onReady?: () => void;
}

/**
 * Runs a participant until the process is told to end. Resolves when it has finished what it had in hand and has left;
 * then close what it used, such as the bus. A second signal ends the process at once, as ever.
 */
export async function runUntilSignal(
  participant: Participant,
  { signals = ['SIGTERM', 'SIGINT'], onReady }: RunOptions = {},
): Promise<void> {
  const listening = new AbortController();
  const { signal } = listening;
  const told = Promise.race(signals.map((each) => once(process, each, { signal })));
  told.catch(() => undefined);
  try {
    await participant.start();
    onReady?.();
    await told;
  } finally {
    listening.abort();
  }
  await participant.stop();
}
