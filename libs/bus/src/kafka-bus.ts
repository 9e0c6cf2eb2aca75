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
import { kafkaClient, type KafkaConnection } from './kafka-client.js';
import { KafkaGroups } from './kafka-groups.js';
import { KafkaPublisher } from './kafka-publisher.js';
import { kafkaReading } from './kafka-reading.js';
import { DEFAULT_SESSION, KafkaSubscription, type KafkaSession } from './kafka-subscription.js';
import { KafkaTopics } from './kafka-topics.js';
import { checkMessages, checkSubscription } from './message-checks.js';
import type { Excerpt, ReadOptions, TopicReader } from './topic-reader.js';

export interface KafkaBusOptions extends KafkaConnection {
  /** Partitions of a topic that is created. Default 8. */
  partitions?: number;
  session?: Partial<KafkaSession>;
  /** How long a partition rests after its batch failed. Default 200 ms, doubling up to 10 s. */
  backoff?: Backoff;
  /** Default: silent. */
  log?: BusLog;
}

/** The bus on a Kafka cluster. Nothing is connected before the first call that needs it. */
export function createKafkaBus(options: KafkaBusOptions): Bus & TopicReader {
  return new KafkaBus(options);
}

class KafkaBus implements Bus, TopicReader {
  private readonly log: BusLog;
  private readonly topics: KafkaTopics;
  private readonly publisher: KafkaPublisher;
  private readonly groups: KafkaGroups;
  private readonly subscriptions = new Set<KafkaSubscription>();

  constructor(private readonly options: KafkaBusOptions) {
    this.log = options.log ?? silentLog;
    const kafka = kafkaClient(options, this.log);
    this.topics = new KafkaTopics(kafka, options.partitions ?? 8);
    this.publisher = new KafkaPublisher(kafka);
    this.groups = new KafkaGroups(options, this.log);
  }

  async publish(messages: OutgoingMessage[]): Promise<void> {
    if (messages.length === 0) return;
    checkMessages(messages, this.topics.limitOf);
    const names = new Set(messages.map(({ topic }) => topic));
    await this.topics.ensure([...names].map((name) => ({ name })));
    await this.publisher.publish(messages);
  }

  async consume(options: ConsumeOptions): Promise<Subscription> {
    checkSubscription(options);
    await this.ensureTopics(options.topics.map((name) => ({ name })));
    const subscription = new KafkaSubscription({
      ...options,
      newClient: () => kafkaClient(this.options, this.log),
      session: { ...DEFAULT_SESSION, ...this.options.session },
      backoff: this.options.backoff ?? DEFAULT_BACKOFF,
      log: this.log,
    });
    const stop = async () => {
      this.subscriptions.delete(subscription);
      await subscription.stop();
    };
    this.subscriptions.add(subscription);
    try {
      await subscription.start();
    } catch (error) {
      await stop();
      throw error;
    }
    return { stop };
  }

  ensureTopics(topics: TopicSpec[]): Promise<void> {
    return this.topics.ensure(topics);
  }

  groupStates(asked: GroupTopic[]): Promise<GroupState[]> {
    return this.groups.states(asked);
  }

  /** On a client of its own, so that it ends with its loop and with nothing else. */
  read(options: ReadOptions): AsyncIterable<Excerpt> {
    return kafkaReading(kafkaClient(this.options, this.log), this.options.clientId, options);
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    this.subscriptions.clear();
    await this.groups.close();
    await this.publisher.close();
  }
}
