/** A message on its way out. `headers` are UTF-8; `key` picks the partition, so one key is one order. */
export interface OutgoingMessage {
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: Buffer | string;
}

/** A message as it came in, before anyone has judged it. `offset` is a decimal string, `timestamp` ms since epoch. */
export interface IncomingMessage {
  topic: string;
  partition: number;
  offset: string;
  timestamp: number;
  key: string | null;
  headers: Record<string, string>;
  value: Buffer | null;
}

/** Consecutive messages of one partition. Returning from the handler means: all of them are safe, move on. */
export interface Batch {
  topic: string;
  partition: number;
  messages: IncomingMessage[];
  /** Tells the broker that this consumer lives, which the bus also does by itself. Never rejects. */
  heartbeat(): Promise<void>;
  /** True, and then for good, once the partition may be another consumer's: stop, nothing of this batch will be committed. */
  isStale(): boolean;
}

/** A handler that throws gets the same messages again, after a pause of its partition: nothing is ever skipped. */
export type BatchHandler = (batch: Batch) => Promise<void>;

export interface ConsumeOptions {
  /** Consumers of one group share the partitions; each group sees every message. */
  group: string;
  /** Created when they are missing. */
  topics: string[];
  onBatch: BatchHandler;
  /** Where a group without a committed offset starts. Default true: a participant that starts late misses nothing. */
  fromBeginning?: boolean;
  /** Partitions worked on at the same time. Default 4. */
  concurrency?: number;
}

export interface Subscription {
  /** Finishes the batches in hand, commits them and leaves the group. */
  stop(): Promise<void>;
}

export interface TopicSpec {
  name: string;
  /** Default: the bus's own `partitions`, 8 unless told otherwise. */
  partitions?: number;
  /** The largest message the topic takes, key and headers included. Default 1,000,000. */
  maxMessageBytes?: number;
}

/** A consumer group, and a topic that it reads. */
export interface GroupTopic {
  group: string;
  topic: string;
}

/** How far a group has come in one partition: the next offset it will handle, and the next that will be written. */
export interface PartitionProgress {
  partition: number;
  committed: bigint;
  end: bigint;
}

/**
 * How a consumer group stands: `stable` with its members at work, `rebalancing`, `empty` without members, or `dead`
 * when the broker does not know it. What a member has in hand is not committed yet. `partitions` is empty when there
 * is no such topic.
 */
export interface GroupState extends GroupTopic {
  state: 'stable' | 'rebalancing' | 'empty' | 'dead';
  partitions: PartitionProgress[];
}

/**
 * The transport as the coordinator and the participants see it: at-least-once, ordered by key.
 * Every implementation passes `busContract` (see bus-contract.ts).
 */
export interface Bus {
  /**
   * Resolves when all in-sync replicas have the messages; rejects with none, some or all of them sent.
   * Topics that are missing are created.
   * @throws InvalidMessage, MessageTooLarge before anything is sent
   */
  publish(messages: OutgoingMessage[]): Promise<void>;
  /**
   * Joins the group and hands it batches until the subscription is stopped, through any failure of the broker.
   * @throws InvalidSubscription when the group or the topics are missing
   */
  consume(options: ConsumeOptions): Promise<Subscription>;
  /** Creates the topics that are missing; existing ones are left as they are. */
  ensureTopics(topics: TopicSpec[]): Promise<void>;
  /** Tells how groups stand to a topic each, in the order asked. Rejects within seconds when the broker is away. */
  groupStates(asked: GroupTopic[]): Promise<GroupState[]>;
  /** Stops every subscription and sends what is still waiting. */
  close(): Promise<void>;
}
