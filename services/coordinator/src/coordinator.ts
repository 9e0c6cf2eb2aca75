import { type BatchHandler, type BusLog, type Bus, parkingSweeper, type Subscription } from '@saga/bus';
import { createCodec, MAX_DEAD_LETTER_BYTES, type Topics } from '@saga/contracts';
import { openStore, type Store } from '@saga/store';
import type { CoordinatorConfig } from './config/coordinator-config.js';
import { LetterIntake } from './dead-letters/letter-intake.js';
import { LetterService } from './dead-letters/letter-service.js';
import { RedriveCheck } from './dead-letters/redrive-check.js';
import { RedriveTrial } from './dead-letters/redrive-trial.js';
import { registerFolder } from './definitions/definitions-folder.js';
import { TriggerListener } from './definitions/trigger-listener.js';
import { TriggerTable } from './definitions/trigger-table.js';
import { UnknownEventCounts } from './definitions/unknown-event-counts.js';
import { WaitTable } from './definitions/wait-table.js';
import { LockKeeper } from './locks/lock-keeper.js';
import { SagaMigrations } from './migrations/saga-migrations.js';
import { Intake, isWorthWaiting } from './pipeline/intake.js';
import { LagWatch } from './pipeline/lag-watch/lag-watch.js';
import { OutboxPublisher } from './pipeline/outbox-publisher.js';
import { OutgoingMessages } from './pipeline/outgoing.js';
import { MessageReader } from './pipeline/reader.js';
import { RepeatingTask } from './pipeline/repeating-task.js';
import { SagaPipeline } from './pipeline/saga-pipeline.js';
import { SagaWaker } from './pipeline/saga-waker.js';
import { SagaService } from './sagas/saga-service.js';

const SECOND = 1_000;
/** How many rows one transaction forgets. */
const FORGOTTEN_AT_ONCE = 10_000;

/** The parts of a coordinator, wired; the one place that knows both Kafka and Postgres. */
export class Coordinator {
  readonly triggers: TriggerListener;
  readonly sagas: SagaService;
  readonly migrations: SagaMigrations;
  readonly letters: LetterService;
  readonly intake: Intake;
  readonly topics: Topics;
  private readonly tasks: { start(): void; stop(): Promise<void> }[];
  private readonly publisher: OutboxPublisher;
  private readonly locks: LockKeeper;
  private readonly letterIntake: LetterIntake;
  private readonly subscriptions: Subscription[] = [];
  private readonly lagWatch: LagWatch;
  private readonly unknown: UnknownEventCounts;

  private constructor(
    readonly store: Store,
    readonly bus: Bus,
    private readonly config: CoordinatorConfig,
    log: BusLog,
  ) {
    const { TOPIC_PREFIX: prefix, CONSUMER_GROUP: group } = config;
    const codec = createCodec({ source: config.KAFKA_CLIENT_ID, prefix, format: config.MESSAGE_FORMAT });
    this.topics = codec.topics;
    const table = new TriggerTable(codec);
    const waits = new WaitTable(codec);
    this.unknown = new UnknownEventCounts(store, [table, waits]);
    const outgoing = new OutgoingMessages(codec, group);
    this.publisher = new OutboxPublisher(bus, store);
    const reader = new MessageReader(codec, table, waits, this.unknown);
    const pipeline = new SagaPipeline(store, reader, outgoing, this.publisher, group);
    this.lagWatch = new LagWatch(bus, store.definitions, prefix, log);
    const waker = new SagaWaker(store, pipeline, outgoing, this.lagWatch, log);
    this.locks = new LockKeeper(pipeline, outgoing, codec, `${group}.locks`);
    this.intake = new Intake(pipeline, this.locks, store, log);
    this.sagas = new SagaService(pipeline, outgoing);
    this.migrations = new SagaMigrations(store, pipeline, outgoing);
    this.triggers = new TriggerListener(
      bus,
      store,
      table,
      waits,
      `${group}.triggers`,
      this.intake.take,
      config.OBSERVED_TOPICS,
    );
    const check = new RedriveCheck(codec, reader, group);
    this.letters = new LetterService(store, pipeline, codec, check, new RedriveTrial(outgoing, codec));
    this.letterIntake = new LetterIntake(store, codec, `${group}.dead-letters`);
    const every = (name: string, interval: number, run: () => Promise<boolean | void>) =>
      new RepeatingTask(name, interval, run, log);
    const forgetting = (what: string, interval: number, forget: (limit: number) => Promise<number>) =>
      every(
        `forgetting ${what}`,
        interval,
        async () => (await forget(FORGOTTEN_AT_ONCE)) === FORGOTTEN_AT_ONCE,
      );
    const retention = config.INBOX_RETENTION_H * 3_600;
    const letterRetention = config.DEAD_LETTER_RETENTION_H * 3_600;
    this.tasks = [
      every('waking sagas that are due', config.TIMER_INTERVAL_MS, () => waker.wake()),
      every('sweeping the outbox', SECOND, async () => {
        await this.publisher.flush();
        return (await this.publisher.sweep(config.OUTBOX_SWEEP_AFTER_S)) > 0;
      }),
      forgetting('old messages', 60 * SECOND, (limit) => store.forgetMessages(retention, limit)),
      forgetting('late events', 60 * SECOND, (limit) => store.forgetAwaited(retention, limit)),
      forgetting('early events', SECOND, (limit) => store.forgetEvents(limit)),
      forgetting('old requests for locks', 60 * SECOND, (limit) =>
        store.forgetLockRequests(retention, limit),
      ),
      forgetting('closed dead letters', 60 * SECOND, (limit) => store.forgetLetters(letterRetention, limit)),
      every('counting unknown events', 3 * SECOND, () => this.unknown.flush()),
      every('looking at consumer groups', 2 * SECOND, () => this.lagWatch.look()),
      every('reading the definitions anew', 2 * SECOND, () => this.triggers.refresh()),
      parkingSweeper({
        parking: store.parking,
        handler: (messages) => this.intake.handle(messages),
        isTransient: isWorthWaiting,
        interval: SECOND / 2,
        log,
      }),
    ];
  }

  /** Connects to Postgres, brings its tables up to date and registers the configured definitions. */
  static async open(config: CoordinatorConfig, bus: Bus, log: BusLog): Promise<Coordinator> {
    const store = await openStore({
      url: config.DATABASE_URL,
      poolSize: config.DATABASE_POOL_SIZE,
      onPoolError: (error) => log.warn({ err: error }, 'a connection to Postgres was lost'),
    });
    try {
      await store.migrate();
      if (config.DEFINITIONS_DIR) {
        for (const { name, version, created } of await registerFolder(store, config.DEFINITIONS_DIR))
          log.info(
            { definition: name, version, created },
            created ? 'definition registered' : 'definition known',
          );
      }
      return new Coordinator(store, bus, config, log);
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  /** Starts all that goes on by itself: timers, sweepers, domain events. Commands and replies come by `intake`. */
  async start(): Promise<void> {
    const { TOPIC_PREFIX: prefix } = this.config;
    await this.bus.ensureTopics([
      { name: `${prefix}saga.lifecycle` },
      { name: `${prefix}saga.dead-letter`, maxMessageBytes: MAX_DEAD_LETTER_BYTES },
    ]);
    await this.listen(this.locks, this.intake.take);
    await this.listen(this.letterIntake, this.letterIntake.take);
    await this.triggers.refresh();
    // Before the first saga is woken: what is overdue after a standstill may be so for want of its participant.
    await this.lagWatch.look();
    for (const task of this.tasks) task.start();
  }

  /** Finishes what is in hand and closes the store; the bus is its owner's to close, before this. */
  async stop(): Promise<void> {
    await Promise.all(this.tasks.map((task) => task.stop()));
    await this.triggers.stop();
    await Promise.all(this.subscriptions.map((subscription) => subscription.stop()));
    await this.publisher.flush().catch(() => undefined);
    await this.unknown.flush().catch(() => undefined);
    await this.store.close();
  }

  private async listen(
    { group, topic }: { group: string; topic: string },
    onBatch: BatchHandler,
  ): Promise<void> {
    this.subscriptions.push(await this.bus.consume({ group, topics: [topic], onBatch }));
  }
}
