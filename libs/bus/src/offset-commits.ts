import { setTimeout as delay } from 'node:timers/promises';
import type { EachBatchPayload } from 'kafkajs';
import { exponentialBackoff } from './backoff.js';
import type { BusLog } from './bus-log.js';
import type { Membership } from './membership.js';

const RETRY_BACKOFF = exponentialBackoff({ initial: 100, max: 2_000 });

/**
 * Commits the offsets of handled batches while the next ones are fetched: a Kafka 4 broker gathers commits for
 * 5 ms before it answers, which each batch would otherwise wait for. One commit a partition is under way, so that
 * none overtakes another.
 */
export class OffsetCommits {
  private readonly underWay = new Map<string, Promise<void>>();

  constructor(
    private readonly membership: Membership,
    private readonly log: BusLog,
  ) {}

  /** Resolves when the commit is under way; when the consumer is stopping, only when it is done. */
  async commit(payload: EachBatchPayload, isStale: () => boolean): Promise<void> {
    const key = partitionKey(payload);
    await this.underWay.get(key);
    const done = this.commitUntilDone(payload, isStale);
    this.underWay.set(key, done);
    if (!payload.isRunning()) await done;
  }

  /**
   * Tries until the broker has the offset or the partition is no longer ours. `commitOffsetsIfNecessary` with
   * offsets commits at once; the consumer's own `commitOffsets` would not do: it does nothing, silently, while the
   * consumer is stopping, and the last batch would come twice.
   */
  private async commitUntilDone(payload: EachBatchPayload, isStale: () => boolean): Promise<void> {
    const { topic, partition } = payload.batch;
    const offset = String(BigInt(payload.batch.lastOffset()) + 1n);
    for (let attempt = 1; !isStale(); attempt++) {
      try {
        await payload.commitOffsetsIfNecessary({ topics: [{ topic, partitions: [{ partition, offset }] }] });
        return;
      } catch (error) {
        this.membership.note(error);
        this.log.warn({ topic, partition, offset, attempt, err: error }, 'offset not committed yet');
        if (!payload.isRunning()) return;
        await delay(RETRY_BACKOFF(attempt), undefined, { ref: false });
      }
    }
  }
}

/** Names a batch's partition. */
export function partitionKey({ batch: { topic, partition } }: EachBatchPayload): string {
  return `${topic}/${partition}`;
}
