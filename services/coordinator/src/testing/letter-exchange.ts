import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createInMemoryBus, type IncomingMessage, type OutgoingMessage } from '@saga/bus';
import { commandId, createCodec, type JsonObject, replyId } from '@saga/contracts';
import type { LetterFilter, LetterSummary } from '@saga/store';
import { createLogger } from '@saga/telemetry';
import { readConfig } from '../config/coordinator-config.js';
import { Coordinator } from '../coordinator.js';

const log = createLogger({ name: 'spec', level: 'silent' });
const GROUP = 'saga-coordinator';

/** A coordinator without its API, on an in-memory bus and a real Postgres, which is sent messages good and bad. */
export class LetterExchange {
  readonly codec = createCodec({ source: 'spec' });
  /** All that has lain on the topics of starts, replies and signals, and on those named. */
  readonly seen: IncomingMessage[] = [];

  private constructor(
    readonly coordinator: Coordinator,
    readonly bus: Bus,
  ) {}

  /** @param watched topics whose messages are to be seen as well */
  static async open(databaseUrl: string, watched: string[] = []): Promise<LetterExchange> {
    const bus = createInMemoryBus();
    const env = { DATABASE_URL: databaseUrl, KAFKA_BROKERS: 'in-memory:0', OUTBOX_SWEEP_AFTER_S: '1' };
    const coordinator = await Coordinator.open(readConfig({ ...env, CONSUMER_GROUP: GROUP }), bus, log);
    const exchange = new LetterExchange(coordinator, bus);
    const { start, reply, signal } = exchange.codec.topics;
    const topics = [start, reply, signal];
    await bus.consume({ group: GROUP, topics, onBatch: coordinator.intake.take });
    await bus.consume({
      group: 'spec',
      topics: [...topics, ...watched],
      onBatch: async ({ messages }) => void exchange.seen.push(...messages),
    });
    await coordinator.start();
    return exchange;
  }

  async close(): Promise<void> {
    await this.bus.close();
    await this.coordinator.stop();
  }

  async register(definition: object): Promise<void> {
    await this.coordinator.store.definitions.register(definition);
    await this.coordinator.triggers.refresh();
  }

  start(sagaId: string, definition: string, input: JsonObject = {}): OutgoingMessage {
    const about = { id: `start ${sagaId}`, source: 'shop', sagaId, definition, input };
    return this.codec.encode({ kind: 'start', ...about, time: now() });
  }

  success(sagaId: string, step: string): OutgoingMessage {
    const causationId = commandId(sagaId, step, 'do', 1);
    const address = { sagaId, step, attempt: 1, direction: 'do' as const };
    const outcome = { result: 'success' as const, output: {} };
    const id = replyId(causationId);
    return this.codec.encode({
      kind: 'reply',
      id,
      source: 'p',
      causationId,
      ...address,
      outcome,
      time: now(),
    });
  }

  signal(id: string, sagaId: string, name: string): OutgoingMessage {
    return this.codec.encode({ kind: 'signal', id, source: 'shop', sagaId, name, data: {}, time: now() });
  }

  /** Publishes what some other group gave up. */
  async giveUp(consumerGroup: string, code: string, message: OutgoingMessage): Promise<void> {
    const { topic, key, headers, value } = message;
    const place = { topic, partition: 0, offset: '7', timestamp: Date.now() };
    const original = { ...place, key, headers, value: Buffer.from(value) };
    const cause = { code, message: 'it can not be used' };
    const id = `${code} of ${key}`;
    await this.bus.publish([
      this.codec.encode({ kind: 'dead-letter', id, cause, original, consumerGroup, time: now() }),
    ]);
  }

  /** The letters that match, the youngest first, once there are so many. */
  async letters(filter: LetterFilter, count = 1): Promise<LetterSummary[]> {
    for (;;) {
      const found = await this.coordinator.store.deadLetters.list(filter, 500, 'youngest-first');
      if (found.length >= count) return found;
      await pause(5);
    }
  }

  /** The state of a saga; undefined when there is none. */
  async stateOf(sagaId: string): Promise<string | undefined> {
    return (await this.coordinator.store.queries.find(sagaId))?.state.status;
  }

  async untilState(sagaId: string, state: string): Promise<void> {
    while ((await this.stateOf(sagaId)) !== state) await pause(5);
  }

  /** What was published on a topic with this `ce_id`. */
  copiesOf({ topic, headers }: OutgoingMessage): IncomingMessage[] {
    return this.seen.filter((each) => each.topic === topic && each.headers['ce_id'] === headers['ce_id']);
  }
}

function now(): string {
  return new Date().toISOString();
}
