import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { fromKafka } from './kafka-message.js';
import { ReadingLane, type Stretch } from './reading-lane.js';
import { ReadingMerge } from './reading-merge.js';
import { type Excerpt, type ReadOptions, UnknownTopic } from './topic-reader.js';
import { Wakeup } from './wakeup.js';

/** Fetched messages that wait for their reader take about so much memory at the most, whatever their number. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024;
const ATTEMPTS = 50;
const ATTEMPT_PAUSE_MS = 100;

/**
 * Reads topics. kafkajs reads in groups only, so it is the only member of a group that nobody else knows, commits
 * nothing, and removes the group when it ends. Where the partitions begin and end it asks beforehand.
 */
export async function* kafkaReading(
  kafka: Kafka,
  clientId: string,
  { topics, from, until }: ReadOptions,
): AsyncGenerator<Excerpt> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    UnknownTopic.refuse(topics, await admin.listTopics());
    const stretches = await Promise.all([...new Set(topics)].map((topic) => stretchesOf(admin, topic, from)));
    const selection = { from: from ?? 0, isOpen: until !== undefined };
    const lanes = stretches.flat().map((stretch) => new ReadingLane(stretch, selection));
    // The client's name begins the group's, so that a broker with rules can allow it by its prefix.
    const groupId = `${clientId}-read-${randomUUID()}`;
    const reading = new KafkaReading(kafka, groupId, lanes);
    try {
      yield* reading.excerpts(topics, until);
    } finally {
      await reading.stop();
      // A broker that does not let us removes an empty group by itself, later.
      await admin.deleteGroups([groupId]).catch(() => undefined);
    }
  } finally {
    await admin.disconnect();
  }
}

class KafkaReading {
  private readonly merge: ReadingMerge;
  private readonly byName: Map<string, ReadingLane>;
  private readonly maxBytes: number;
  private readonly paused = new Set<ReadingLane>();
  private readonly wakeup = new Wakeup();
  private consumer: Consumer | undefined;
  private failure: Error | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly groupId: string,
    private readonly lanes: readonly ReadingLane[],
  ) {
    this.merge = new ReadingMerge(lanes);
    this.byName = new Map(lanes.map((lane) => [nameOf(lane), lane]));
    this.maxBytes = MAX_WAITING_BYTES / lanes.length;
  }

  async *excerpts(topics: string[], until: AbortSignal | undefined): AsyncGenerator<Excerpt> {
    const isEnded = () => this.merge.isOver || until?.aborted === true;
    if (isEnded()) return;
    const wake = () => this.wakeup.wake();
    until?.addEventListener('abort', wake);
    try {
      await this.start(topics);
      while (!isEnded()) {
        const excerpt = this.merge.next();
        if (excerpt) {
          this.regulate();
          yield excerpt;
        } else {
          this.refuseFailure();
          await this.wakeup.woken();
        }
      }
    } finally {
      until?.removeEventListener('abort', wake);
    }
  }

  async stop(): Promise<void> {
    await this.consumer?.disconnect();
  }

  /** A group's coordinator may not be ready for it, which crashes kafkajs's consumers: so it tries with another one. */
  private async start(topics: string[]): Promise<void> {
    await patiently(async () => {
      await this.stop();
      this.failure = undefined;
      this.consumer = this.newConsumer();
      await this.consumer.connect();
      await this.consumer.subscribe({ topics, fromBeginning: true });
      await this.consumer.run({ autoCommit: false, eachBatch: this.takeUp });
      this.refuseFailure();
    });
  }

  private refuseFailure(): void {
    if (this.failure) throw this.failure;
  }

  private newConsumer(): Consumer {
    const consumer = this.kafka.consumer({
      groupId: this.groupId,
      allowAutoTopicCreation: false,
      minBytes: 1,
      maxWaitTimeInMs: 100,
      retry: { restartOnFailure: async () => false },
    });
    const { GROUP_JOIN, CRASH, END_BATCH_PROCESS } = consumer.events;
    // Where nothing is committed, a member that joins again would begin anew.
    consumer.on(GROUP_JOIN, () => {
      this.lanes.forEach(({ topic, partition, position }) =>
        consumer.seek({ topic, partition, offset: String(position) }),
      );
    });
    // Comes also for what holds no message to show, such as the end of a transaction.
    consumer.on(END_BATCH_PROCESS, ({ payload: { topic, partition, lastOffset } }) => {
      this.byName.get(nameOf({ topic, partition }))?.skipTo(BigInt(lastOffset) + 1n);
      this.wakeup.wake();
    });
    consumer.on(CRASH, ({ payload }) => {
      this.failure = payload.error;
      this.wakeup.wake();
    });
    return consumer;
  }

  private readonly takeUp = async ({
    batch: { topic, partition, messages },
  }: EachBatchPayload): Promise<void> => {
    const incoming = messages.map((message) => fromKafka(topic, partition, message));
    this.byName.get(nameOf({ topic, partition }))?.add(incoming);
    this.regulate();
  };

  /** Fetches no more of a partition of which enough waits, until half of that is taken. */
  private regulate(): void {
    for (const lane of this.lanes) {
      const at = [{ topic: lane.topic, partitions: [lane.partition] }];
      if (this.paused.has(lane)) {
        if (lane.isOver || lane.bytes > this.maxBytes / 2) continue;
        this.paused.delete(lane);
        this.consumer?.resume(at);
      } else if (lane.isOver || lane.bytes > this.maxBytes) {
        this.paused.add(lane);
        this.consumer?.pause(at);
      }
    }
  }
}

/** Asks again while a broker answers "not yet", which kafkajs does not do everywhere. */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error as { retriable?: boolean }).retriable || attempt === ATTEMPTS) throw error;
      await sleep(ATTEMPT_PAUSE_MS);
    }
  }
}

async function stretchesOf(admin: Admin, topic: string, from: number | undefined): Promise<Stretch[]> {
  const [bounds, starts] = await Promise.all([
    patiently(() => admin.fetchTopicOffsets(topic)),
    from === undefined ? [] : patiently(() => admin.fetchTopicOffsetsByTimestamp(topic, from)),
  ]);
  const startOf = new Map(starts.map(({ partition, offset }) => [partition, offset]));
  return bounds.map(({ partition, low, high }) => ({
    topic,
    partition,
    start: BigInt(startOf.get(partition) ?? low),
    end: BigInt(high),
  }));
}

function nameOf({ topic, partition }: Pick<Stretch, 'topic' | 'partition'>): string {
  return `${topic}/${partition}`;
}
