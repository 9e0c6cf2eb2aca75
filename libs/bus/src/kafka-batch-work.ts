import type { EachBatchPayload } from 'kafkajs';
import type { Backoff } from './backoff.js';
import type { BatchHandler } from './bus.js';
import type { BusLog } from './bus-log.js';
import { fromKafka } from './kafka-message.js';
import type { Membership } from './membership.js';
import { OffsetCommits, partitionKey } from './offset-commits.js';

export interface BatchWorkOptions {
  onBatch: BatchHandler;
  membership: Membership;
  heartbeatInterval: number;
  backoff: Backoff;
  log: BusLog;
}

/**
 * One batch from kafkajs to the handler and back: handled, then resolved and committed. Without `resolveOffset`
 * kafkajs fetches from the same offset again, which is how a batch that failed or got stale comes back.
 */
export class KafkaBatchWork {
  private readonly failures = new Map<string, number>();
  private readonly pauses = new Set<NodeJS.Timeout>();
  private readonly commits: OffsetCommits;

  constructor(private readonly options: BatchWorkOptions) {
    this.commits = new OffsetCommits(options.membership, options.log);
  }

  readonly eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const { membership, log } = this.options;
    const { topic, partition } = payload.batch;
    if (!(await membership.mayBegin(topic, partition, payload.heartbeat))) return;
    const isStale = membership.hold();
    const place = placeOf(payload);
    try {
      await this.handle(payload, isStale);
    } catch (error) {
      if (isStale()) log.warn({ ...place, err: error }, 'batch failed after its partition was lost');
      else this.pause(payload, error);
      return;
    }
    this.failures.delete(partitionKey(payload));
    if (isStale()) {
      log.warn(place, 'batch not committed: its partition was lost meanwhile');
      return;
    }
    payload.resolveOffset(payload.batch.lastOffset());
    await this.commits.commit(payload, isStale);
  };

  /** Forgets the paused partitions: whoever has them next starts from the committed offset. */
  dispose(): void {
    for (const timer of this.pauses) clearTimeout(timer);
    this.pauses.clear();
    this.failures.clear();
  }

  private async handle({ batch, heartbeat }: EachBatchPayload, isStale: () => boolean): Promise<void> {
    const { onBatch, membership, heartbeatInterval } = this.options;
    const { topic, partition } = batch;
    const beat = () => membership.heartbeat(heartbeat);
    const timer = setInterval(beat, heartbeatInterval);
    try {
      const messages = batch.messages.map((message) => fromKafka(topic, partition, message));
      await onBatch({ topic, partition, messages, heartbeat: beat, isStale });
    } finally {
      clearInterval(timer);
    }
  }

  /** Back pressure: the partition rests, the others go on, and the same messages come again. */
  private pause(payload: EachBatchPayload, error: unknown): void {
    const key = partitionKey(payload);
    const attempt = (this.failures.get(key) ?? 0) + 1;
    this.failures.set(key, attempt);
    const delay = this.options.backoff(attempt);
    this.options.log.error(
      { ...placeOf(payload), attempt, delay, err: error },
      'batch failed: its partition pauses and tries again',
    );
    const resume = payload.pause();
    const timer = setTimeout(() => {
      this.pauses.delete(timer);
      resume();
    }, delay);
    this.pauses.add(timer);
  }
}

function placeOf({ batch }: EachBatchPayload) {
  return {
    topic: batch.topic,
    partition: batch.partition,
    offset: batch.firstOffset(),
    messages: batch.messages.length,
  };
}
