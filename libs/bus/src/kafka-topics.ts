import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import type { TopicSpec } from './bus.js';
import { DEFAULT_MAX_MESSAGE_BYTES } from './message-checks.js';

/** Creates topics and remembers which ones are there. */
export class KafkaTopics {
  private readonly known = new Set<string>();
  private readonly limits = new Map<string, number>();

  constructor(
    private readonly kafka: Kafka,
    private readonly partitions: number,
  ) {}

  /** The largest message of a topic in bytes. */
  limitOf = (topic: string): number => this.limits.get(topic) ?? DEFAULT_MAX_MESSAGE_BYTES;

  /** Creates the topics that are missing and waits until they have leaders. */
  async ensure(specs: TopicSpec[]): Promise<void> {
    for (const { name, maxMessageBytes } of specs) {
      if (maxMessageBytes) this.limits.set(name, maxMessageBytes);
    }
    const unknown = new Map(
      specs.filter(({ name }) => !this.known.has(name)).map((spec) => [spec.name, spec]),
    );
    if (unknown.size === 0) return;

    const admin = this.kafka.admin();
    await admin.connect();
    try {
      await this.create(admin, [...unknown.values()]);
    } finally {
      await admin.disconnect();
    }
    for (const name of unknown.keys()) this.known.add(name);
  }

  /** Looks first, so that a client that may not create topics can work with those that are there. */
  private async create(admin: Admin, specs: TopicSpec[]): Promise<void> {
    const existing = new Set(await admin.listTopics());
    const missing = specs.filter(({ name }) => !existing.has(name));
    if (missing.length === 0) return;
    // Resolves with false, not with an error, when another process was faster.
    await admin.createTopics({
      waitForLeaders: false,
      topics: missing.map(({ name, partitions = this.partitions, maxMessageBytes }) => ({
        topic: name,
        numPartitions: partitions,
        configEntries: maxMessageBytes
          ? [{ name: 'max.message.bytes', value: String(maxMessageBytes + 1_000) }]
          : [],
      })),
    });
    await untilLed(
      admin,
      missing.map(({ name }) => name),
    );
  }
}

const LEADER_PATIENCE_MS = 30_000;
const LEADER_POLL_MS = 50;

/**
 * Waits until every partition has a leader. kafkajs can wait too, but gives up at once when a broker has not
 * heard of the topic yet, which happens when several processes create it at the same time.
 */
async function untilLed(admin: Admin, topics: string[]): Promise<void> {
  const giveUpAt = Date.now() + LEADER_PATIENCE_MS;
  for (;;) {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics });
      if (metadata.topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
    } catch (error) {
      if (!(error as { retriable?: boolean }).retriable || Date.now() > giveUpAt) throw error;
    }
    if (Date.now() > giveUpAt) throw new Error(`topics have no leader yet: ${topics.join(', ')}`);
    await sleep(LEADER_POLL_MS);
  }
}
