import type { IncomingMessage } from './bus.js';

/** A message that waits until the cause of its failure, or of one before it, is mended. Plain JSON but for the value. */
export interface ParkedMessage {
  /** `topic/partition/offset`. */
  id: string;
  /** The saga key; see `sagaKey`. */
  key: string;
  message: IncomingMessage;
  cause: string;
  /** How often it was tried while it was parked. */
  attempts: number;
  /** ISO 8601. */
  parkedAt: string;
}

/** What came of trying parked messages in order: how many are handled, and why the next one is not. */
export interface TryResult {
  handled: number;
  failed?: string;
}

/**
 * Where one consumer group keeps messages that can't be handled for now. A key with parked messages is closed:
 * its later messages are parked behind, so that its order is kept while all other keys move on.
 */
export interface ParkingLot {
  /** Which of these keys have parked messages. */
  parkedKeys(keys: string[]): Promise<Set<string>>;
  /** Parks behind what the key has parked already, in the given order. A message that is parked already stays as it is. */
  park(messages: { message: IncomingMessage; cause: string }[]): Promise<void>;
  /**
   * Calls `work` for up to `limit` keys whose next try is due, each with its oldest messages in order, and keeps
   * other instances off a key meanwhile. Takes the first `handled` messages out; when `failed` is given, notes it
   * and sets the key's next try later, the more attempts the later. A `work` that throws changes nothing.
   * @returns how many keys were tried
   */
  retryDue(
    limit: number,
    work: (key: string, messages: IncomingMessage[]) => Promise<TryResult>,
  ): Promise<number>;
}

/** A message's place in Kafka, which is its identity. */
export function messageId({ topic, partition, offset }: IncomingMessage): string {
  return `${topic}/${partition}/${offset}`;
}

/** What is kept in order: the message's key, or the message alone when it has none. */
export function sagaKey(message: IncomingMessage): string {
  return message.key ?? messageId(message);
}
