import type { Consumer, Kafka } from 'kafkajs';
import { exponentialBackoff, type Backoff } from './backoff.js';
import type { ConsumeOptions, Subscription } from './bus.js';
import type { BusLog } from './bus-log.js';
import { KafkaBatchWork } from './kafka-batch-work.js';
import { Membership } from './membership.js';

/** How fast the group notices a dead or stuck member, all in ms. */
export interface KafkaSession {
  /** A member that was not heard of for so long is taken for dead. */
  sessionTimeout: number;
  heartbeatInterval: number;
  /** How long a rebalance waits for a member to finish the batches in hand. */
  rebalanceTimeout: number;
}

export const DEFAULT_SESSION: KafkaSession = {
  sessionTimeout: 10_000,
  heartbeatInterval: 1_000,
  rebalanceTimeout: 30_000,
};

export interface KafkaSubscriptionOptions extends ConsumeOptions {
  /**
   * Gives a client of its own for each consumer: kafkajs lets the consumers of one client share their committed
   * offsets by group, so that two members in one process would disturb each other.
   */
  newClient(): Kafka;
  session: KafkaSession;
  backoff: Backoff;
  log: BusLog;
}

const RESTART_BACKOFF = exponentialBackoff({ initial: 500, max: 10_000 });

/**
 * A member of a consumer group that is put up again after each crash, for as long as it is not stopped. kafkajs
 * can restart by itself, but gives up on errors it takes for final and may come back after a stop; so a crash
 * here means a new consumer, always.
 */
export class KafkaSubscription implements Subscription {
  private readonly membership: Membership;
  private readonly work: KafkaBatchWork;
  private readonly log: BusLog;
  private consumer: Consumer | undefined;
  private stopping = false;
  private crashes = 0;
  private restartTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: KafkaSubscriptionOptions) {
    const { session, backoff, onBatch, group } = options;
    this.log = withGroup(options.log, group);
    this.membership = new Membership(session.sessionTimeout);
    this.work = new KafkaBatchWork({
      onBatch,
      backoff,
      membership: this.membership,
      heartbeatInterval: session.heartbeatInterval,
      log: this.log,
    });
  }

  /** Resolves when the group was joined for the first time. */
  async start(): Promise<void> {
    const consumer = this.newConsumer();
    this.consumer = consumer;
    try {
      await consumer.connect();
      await consumer.subscribe({
        topics: this.options.topics,
        fromBeginning: this.options.fromBeginning ?? true,
      });
      await consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: this.options.concurrency ?? 4,
        eachBatch: this.work.eachBatch,
      });
    } finally {
      // A stop that came while the consumer was still starting had nothing to stop yet.
      if (this.stopping) await consumer.disconnect();
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restartTimer);
    await this.consumer?.disconnect();
    this.work.dispose();
  }

  private newConsumer(): Consumer {
    const { newClient, group, session } = this.options;
    const consumer = newClient().consumer({
      groupId: group,
      ...session,
      partitionAssigners: [this.membership.assigner],
      allowAutoTopicCreation: false,
      // A fetch waits for the first message, not for many: batches grow by themselves under load.
      minBytes: 1,
      maxWaitTimeInMs: 100,
      retry: { restartOnFailure: async () => false },
    });
    consumer.on(consumer.events.HEARTBEAT, () => this.membership.seen());
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.membership.joined(payload.memberAssignment);
      this.crashes = 0;
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => this.restart(payload.error));
    return consumer;
  }

  private restart(error: unknown): void {
    this.membership.endTerm();
    this.work.dispose();
    if (this.stopping) return;
    this.crashes += 1;
    const delay = RESTART_BACKOFF(this.crashes);
    this.log.error({ err: error, delay, crashes: this.crashes }, 'consumer crashed: it starts again');
    this.restartTimer = setTimeout(() => {
      this.start().catch((cause: unknown) => this.restart(cause));
    }, delay);
  }
}

function withGroup(log: BusLog, group: string): BusLog {
  return {
    debug: (fields, message) => log.debug({ group, ...fields }, message),
    info: (fields, message) => log.info({ group, ...fields }, message),
    warn: (fields, message) => log.warn({ group, ...fields }, message),
    error: (fields, message) => log.error({ group, ...fields }, message),
  };
}
