import type { ConsumeOptions } from './bus.js';
import type { BusLog } from './bus-log.js';
import type { Cursor, InMemoryGroup } from './in-memory-group.js';

const MAX_BATCH = 500;

/** One consumer of a group: works on the partitions it was given, several at a time, each in order. */
export class InMemoryMember {
  /** The partitions given to this member, the one that waited longest first. */
  owned: Cursor[] = [];
  private readonly inHand = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly group: InMemoryGroup,
    private readonly options: ConsumeOptions,
    private readonly log: BusLog,
  ) {}

  get topics(): string[] {
    return this.options.topics;
  }

  get fromBeginning(): boolean {
    return this.options.fromBeginning ?? true;
  }

  /** Takes up whatever can be worked on now. */
  wake(): void {
    while (!this.stopped && this.inHand.size < (this.options.concurrency ?? 4)) {
      const index = this.owned.findIndex((cursor) => cursor.isReady());
      if (index < 0) return;
      const [cursor] = this.owned.splice(index, 1) as [Cursor];
      this.owned.push(cursor);
      const work = this.work(cursor).finally(() => {
        this.inHand.delete(work);
        this.group.wake();
      });
      this.inHand.add(work);
    }
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.group.leave(this);
    await Promise.all(this.inHand);
  }

  private async work(cursor: Cursor): Promise<void> {
    const { topic, partition } = cursor.log;
    const messages = cursor.take(MAX_BATCH);
    await Promise.resolve(); // never in the publisher's own call
    try {
      await this.options.onBatch({
        topic,
        partition,
        messages,
        heartbeat: async () => undefined,
        // A partition changes hands only between batches.
        isStale: () => false,
      });
      cursor.commit(messages.length);
    } catch (error) {
      const { delay, attempt } = cursor.pause(() => this.group.wake());
      const place = {
        group: this.options.group,
        topic,
        partition,
        offset: messages[0]?.offset,
        attempt,
        delay,
      };
      this.log.error({ ...place, err: error }, 'batch failed: its partition pauses and tries again');
    }
  }
}
