import type { Bus, OutgoingMessage } from '@saga/bus';
import type { Store } from '@saga/store';
import { startSendSpan } from '@saga/telemetry';

/** What was committed could not be published yet. It is in the outbox, so it will be. */
export class PublishingFailed extends Error {
  constructor(cause: unknown) {
    super(`the broker did not take the messages: ${(cause as Error).message}`, { cause });
    this.name = 'PublishingFailed';
  }
}

/** How many entries one sweep takes. */
const SWEEP_LIMIT = 20;

/** Publishes what transactions have left in the outbox. */
export class OutboxPublisher {
  private published: string[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly store: Store,
  ) {}

  /** Publishes a committed entry. Throws PublishingFailed; the entry stays then, and `sweep` will find it. */
  async publish(id: string, messages: OutgoingMessage[]): Promise<void> {
    await this.send(messages);
    this.published.push(id);
  }

  /** The entries that the broker has acknowledged: the next transaction removes them along the way. */
  takePublished(): string[] {
    return this.published.splice(0);
  }

  /** Gives back entries whose removal did not commit. */
  returnPublished(ids: string[]): void {
    this.published.push(...ids);
  }

  /** Publishes entries older than `seconds` whose publisher died, and removes them. Gives how many. */
  async sweep(seconds: number): Promise<number> {
    return this.store.transaction(async (tx) => {
      const entries = await tx.leftInOutbox(seconds, SWEEP_LIMIT);
      for (const { messages } of entries) await this.send(messages);
      await tx.removeFromOutbox(entries.map(({ id }) => id));
      return entries.length;
    });
  }

  /** Removes what is acknowledged even when no further transaction comes along. */
  async flush(): Promise<void> {
    const ids = this.takePublished();
    try {
      if (ids.length > 0) await this.store.transaction((tx) => tx.removeFromOutbox(ids));
    } catch (error) {
      this.returnPublished(ids);
      throw error;
    }
  }

  private async send(messages: OutgoingMessage[]): Promise<void> {
    const spans = messages.map((message) => startSendSpan(message));
    try {
      await this.bus.publish(messages);
      spans.forEach((span) => span.end());
    } catch (error) {
      spans.forEach((span) => span.end(error));
      throw new PublishingFailed(error);
    }
  }
}
