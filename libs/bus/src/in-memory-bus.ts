import { DEFAULT_BACKOFF, type Backoff } from './backoff.js';
import type {
  Bus,
  ConsumeOptions,
  GroupState,
  GroupTopic,
  OutgoingMessage,
  Subscription,
  TopicSpec,
} from './bus.js';
import { silentLog, type BusLog } from './bus-log.js';
import { InMemoryGroup } from './in-memory-group.js';
import { InMemoryLog } from './in-memory-log.js';
import { InMemoryMember } from './in-memory-member.js';
import { inMemoryReading } from './in-memory-reading.js';
import { checkMessages, checkSubscription, DEFAULT_MAX_MESSAGE_BYTES } from './message-checks.js';
import { partitionOf } from './partitioning.js';
import { type Excerpt, type ReadOptions, type TopicReader, UnknownTopic } from './topic-reader.js';
import { Wakeup } from './wakeup.js';

export interface InMemoryBusOptions {
  /** Partitions of a topic. Default 8. */
  partitions?: number;
  /**
   * Handled messages that a partition keeps for groups to come. Default 10,000. What a group has still to handle
   * is always kept, so memory is bounded by this and by how far the slowest group lags.
   */
  retention?: number;
  /** How long a partition rests after its batch failed. Default 200 ms, doubling up to 10 s. */
  backoff?: Backoff;
  /** The clock of the messages' timestamps. */
  now?: () => number;
  /** Default: silent. */
  log?: BusLog;
}

/** A bus within one process, with Kafka's semantics: partitions by key, consumer groups, at least once. */
export function createInMemoryBus(options: InMemoryBusOptions = {}): Bus & TopicReader {
  return new InMemoryBus(options);
}

class InMemoryBus implements Bus, TopicReader {
  private readonly topics = new Map<string, InMemoryLog[]>();
  private readonly limits = new Map<string, number>();
  private readonly groups = new Map<string, InMemoryGroup>();
  private readonly members = new Set<InMemoryMember>();
  /** Of those who read topics. */
  private readonly wakeups = new Set<Wakeup>();

  constructor(private readonly options: InMemoryBusOptions) {}

  async publish(messages: OutgoingMessage[]): Promise<void> {
    checkMessages(messages, (topic) => this.limits.get(topic) ?? DEFAULT_MAX_MESSAGE_BYTES);
    const timestamp = (this.options.now ?? Date.now)();
    const touched = new Set<InMemoryLog>();
    for (const { topic, key, headers, value } of messages) {
      const logs = this.logsOf(topic);
      const log = logs[partitionOf(key, logs.length)]!;
      log.append({ key, headers: { ...headers }, value: Buffer.from(value as string), timestamp });
      touched.add(log);
    }
    for (const log of touched) this.trim(log);
    for (const group of this.groups.values()) group.wake();
    for (const wakeup of this.wakeups) wakeup.wake();
  }

  async consume(options: ConsumeOptions): Promise<Subscription> {
    checkSubscription(options);
    const group = this.groupOf(options.group);
    const member = new InMemoryMember(group, options, this.options.log ?? silentLog);
    this.members.add(member);
    group.join(member);
    return {
      stop: async () => {
        this.members.delete(member);
        await member.stop();
      },
    };
  }

  async ensureTopics(topics: TopicSpec[]): Promise<void> {
    for (const { name, partitions, maxMessageBytes } of topics) {
      if (maxMessageBytes) this.limits.set(name, maxMessageBytes);
      this.logsOf(name, partitions);
    }
  }

  async groupStates(asked: GroupTopic[]): Promise<GroupState[]> {
    return asked.map(({ group: name, topic }) => {
      const group = this.groups.get(name);
      const partitions = (this.topics.get(topic) ?? []).map((log) => ({
        partition: log.partition,
        committed: BigInt(group?.committed(log) ?? log.start),
        end: BigInt(log.end),
      }));
      return { group: name, topic, state: group?.state ?? 'dead', partitions };
    });
  }

  async *read({ topics, ...options }: ReadOptions): AsyncGenerator<Excerpt> {
    UnknownTopic.refuse(topics, this.topics.keys());
    const wakeup = new Wakeup();
    this.wakeups.add(wakeup);
    try {
      yield* inMemoryReading(
        [...new Set(topics)].flatMap((topic) => this.logsOf(topic)),
        options,
        wakeup,
      );
    } finally {
      this.wakeups.delete(wakeup);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.members].map((member) => member.stop()));
    for (const group of this.groups.values()) group.dispose();
  }

  private readonly logsOf = (topic: string, partitions = this.options.partitions ?? 8): InMemoryLog[] => {
    let logs = this.topics.get(topic);
    if (!logs) {
      logs = Array.from({ length: partitions }, (_, partition) => new InMemoryLog(topic, partition));
      this.topics.set(topic, logs);
    }
    return logs;
  };

  private groupOf(name: string): InMemoryGroup {
    let group = this.groups.get(name);
    if (!group) {
      group = new InMemoryGroup((topic) => this.logsOf(topic), this.options.backoff ?? DEFAULT_BACKOFF);
      this.groups.set(name, group);
    }
    return group;
  }

  private trim(log: InMemoryLog): void {
    let keepFrom = log.end - (this.options.retention ?? 10_000);
    for (const group of this.groups.values()) keepFrom = Math.min(keepFrom, group.committed(log) ?? keepFrom);
    log.trimBefore(keepFrom);
  }
}
