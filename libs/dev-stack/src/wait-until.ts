import { setTimeout as pause } from 'node:timers/promises';
import type { KeptProcess } from './kept-process.js';

export interface Wait {
  /** The program's name, as a reader of the error knows it. */
  what: string;
  /** Resolves when the program answers, rejects while it doesn't. */
  probe: () => Promise<void>;
  withinMs: number;
  /** What the reader of the error can do. */
  remedy: string;
}

/**
 * Waits until a program answers.
 * @throws Error with the program's last lines, when it ended or didn't answer in time.
 */
export async function waitUntilAnswers(
  program: KeptProcess,
  { what, probe, withinMs, remedy }: Wait,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const failure = await probe().then(
      () => undefined,
      (error: Error) => error,
    );
    if (!failure) return;
    const fault = program.exited
      ? `ended (${program.exited}) before it answered`
      : Date.now() > deadline && `did not answer within ${withinMs / 1000} s (${failure.message})`;
    if (fault) throw new Error(`${what} ${fault}. ${remedy}\nIts last lines:\n${await program.lastLines()}`);
    await pause(50);
  }
}
