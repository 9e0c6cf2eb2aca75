import type {
  Batch,
  Bus,
  ConsumeOptions,
  GroupState,
  GroupTopic,
  IncomingMessage,
  OutgoingMessage,
} from '@saga/bus';

/** A bus for specs: batches come when the spec delivers them, and what is published can be read. */
export class HandDeliveredBus implements Bus {
  readonly published: OutgoingMessage[] = [];
  /** While true, publishing fails as with a broker that is away. */
  down = false;
  private consumer: ConsumeOptions | undefined;
  private offset = 0;

  async publish(messages: OutgoingMessage[]): Promise<void> {
    if (this.down) throw new Error('the broker is away');
    this.published.push(...messages);
  }

  async consume(options: ConsumeOptions): Promise<{ stop(): Promise<void> }> {
    this.consumer = options;
    return { stop: async () => {} };
  }

  async ensureTopics(): Promise<void> {}

  /** Nothing waits here: a message is handled as it is handed over. */
  async groupStates(asked: GroupTopic[]): Promise<GroupState[]> {
    return asked.map((each) => ({ ...each, state: 'stable', partitions: [] }));
  }

  async close(): Promise<void> {}

  /** Hands the messages to the consumer as one batch; settles as its handler does. */
  async deliver(...messages: OutgoingMessage[]): Promise<void> {
    if (!this.consumer) throw new Error('nobody consumes yet');
    const batch: Batch = {
      topic: messages[0]?.topic ?? '',
      partition: 0,
      messages: messages.map((message) => asReceived(message, this.offset++)),
      heartbeat: async () => {},
      isStale: () => false,
    };
    await this.consumer.onBatch(batch);
  }
}

/** A published message as a consumer gets it. */
export function asReceived({ topic, key, headers, value }: OutgoingMessage, offset = 0): IncomingMessage {
  return {
    topic,
    partition: 0,
    offset: String(offset),
    timestamp: Date.now(),
    key,
    headers,
    value: Buffer.from(value),
  };
}
