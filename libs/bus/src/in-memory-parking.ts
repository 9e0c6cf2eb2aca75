import { exponentialBackoff, type Backoff } from './backoff.js';
import type { IncomingMessage } from './bus.js';
import { messageId, sagaKey, type ParkedMessage, type ParkingLot, type TryResult } from './parking.js';

interface ParkedKey {
  messages: ParkedMessage[];
  dueAt: number;
  inHand: boolean;
}

export interface InMemoryParkingOptions {
  /** Default: the wall clock. */
  now?: () => number;
  /** Rest of a key after its n-th failure. Default 1 s, doubling up to 5 min. */
  backoff?: Backoff;
}

/** A parking lot for tests, the test kit and demos in one process. */
export class InMemoryParkingLot implements ParkingLot {
  private readonly keys = new Map<string, ParkedKey>();
  private readonly now: () => number;
  private readonly backoff: Backoff;

  constructor({
    now = Date.now,
    backoff = exponentialBackoff({ initial: 1_000, max: 300_000 }),
  }: InMemoryParkingOptions = {}) {
    this.now = now;
    this.backoff = backoff;
  }

  async parkedKeys(keys: string[]): Promise<Set<string>> {
    return new Set(keys.filter((key) => this.keys.has(key)));
  }

  async park(messages: { message: IncomingMessage; cause: string }[]): Promise<void> {
    for (const { message, cause } of messages) {
      const key = sagaKey(message);
      const id = messageId(message);
      let parked = this.keys.get(key);
      if (!parked) {
        parked = { messages: [], dueAt: this.now() + this.backoff(1), inHand: false };
        this.keys.set(key, parked);
      }
      if (parked.messages.some((other) => other.id === id)) continue;
      const parkedAt = new Date(this.now()).toISOString();
      parked.messages.push({ id, key, message, cause, attempts: 0, parkedAt });
    }
  }

  async retryDue(
    limit: number,
    work: (key: string, messages: IncomingMessage[]) => Promise<TryResult>,
  ): Promise<number> {
    const due = [...this.keys]
      .filter(([, { dueAt, inHand }]) => !inHand && dueAt <= this.now())
      .slice(0, limit);
    for (const [, parked] of due) parked.inHand = true;
    try {
      for (const [key, parked] of due) await this.retry(key, parked, work);
    } finally {
      for (const [, parked] of due) parked.inHand = false;
    }
    return due.length;
  }

  /** What is parked now, key by key, oldest first. */
  list(): ParkedMessage[] {
    return [...this.keys.values()].flatMap(({ messages }) => messages);
  }

  private async retry(
    key: string,
    parked: ParkedKey,
    work: (key: string, messages: IncomingMessage[]) => Promise<TryResult>,
  ): Promise<void> {
    const { handled, failed } = await work(
      key,
      parked.messages.map(({ message }) => message),
    );
    parked.messages.splice(0, handled);
    const [first] = parked.messages;
    if (!first) {
      this.keys.delete(key);
    } else if (failed !== undefined) {
      first.attempts += 1;
      first.cause = failed;
      parked.dueAt = this.now() + this.backoff(first.attempts + 1);
    }
  }
}
