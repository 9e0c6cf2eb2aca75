import { once } from 'node:events';
import type { Participant } from './participant.js';

/**
 * Runs a participant until the process is told to end. Resolves when it has finished what it had in hand and has left;
 * then close what it used, such as the bus. A second signal ends the process at once, as ever.
 */
export async function runUntilSignal(
  participant: Participant,
  signals: NodeJS.Signals[] = ['SIGTERM', 'SIGINT'],
): Promise<void> {
  const listening = new AbortController();
  const { signal } = listening;
  const told = Promise.race(signals.map((each) => once(process, each, { signal })));
  try {
    await participant.start();
    await told;
  } finally {
    listening.abort();
    told.catch(() => undefined);
  }
  await participant.stop();
}
