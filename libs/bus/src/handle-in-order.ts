import type { IncomingMessage } from './bus.js';
import type { TryResult } from './parking.js';

export interface Judgement {
  /** True for a failure that says nothing of the message, such as a database that is away: the same may succeed later. */
  isTransient(error: unknown): boolean;
}

/**
 * Handles the messages of one key: all at once, and when that fails one by one up to the first that fails.
 * Throws transient failures.
 */
export async function handleInOrder(
  handler: (messages: IncomingMessage[]) => Promise<void>,
  messages: IncomingMessage[],
  { isTransient }: Judgement,
): Promise<TryResult> {
  const failureOf = async (some: IncomingMessage[]): Promise<string | undefined> => {
    try {
      await handler(some);
      return undefined;
    } catch (error) {
      if (isTransient(error)) throw error;
      return error instanceof Error ? error.message : String(error);
    }
  };
  const failed = await failureOf(messages);
  if (failed === undefined) return { handled: messages.length };
  if (messages.length === 1) return { handled: 0, failed };
  for (const [handled, message] of messages.entries()) {
    const failedHere = await failureOf([message]);
    if (failedHere !== undefined) return { handled, failed: failedHere };
  }
  return { handled: messages.length };
}
