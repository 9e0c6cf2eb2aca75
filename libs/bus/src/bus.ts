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
  /** Tells the broker that this consumer lives; call it between slow pieces of work. */
  heartbeat(): Promise<void>;
  /** True once the partition was lost to another consumer: stop, nothing of this batch will be committed. */
  isStale(): boolean;
}

export type BatchHandler = (batch: Batch) => Promise<void>;

export interface ConsumeOptions {
  group: string;
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
  partitions?: number;
}

/**
 * The transport as the coordinator and the participants see it: at-least-once, ordered by key.
 * Every implementation passes `busContract` (see bus-contract.ts).
 */
export interface Bus {
  /** Resolves when all in-sync replicas have the messages; rejects with none, some or all of them sent. */
  publish(messages: OutgoingMessage[]): Promise<void>;
  consume(options: ConsumeOptions): Promise<Subscription>;
  /** Creates the topics that are missing; existing ones are left as they are. */
  ensureTopics(topics: TopicSpec[]): Promise<void>;
  close(): Promise<void>;
}
