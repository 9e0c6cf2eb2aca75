import type { Bus, ConsumeOptions, GroupState, GroupTopic, OutgoingMessage, Subscription } from '@saga/bus';

/** A bus on which one message is handed over at a time, and what comes of it is given back: no broker, no waiting. */
export class HandOverBus implements Bus {
  private readonly consumers = new Map<string, ConsumeOptions>();
  private published: OutgoingMessage[] = [];

  async publish(messages: OutgoingMessage[]): Promise<void> {
    this.published.push(...messages);
  }

  async consume(options: ConsumeOptions): Promise<Subscription> {
    for (const topic of options.topics) this.consumers.set(topic, options);
    return { stop: async () => {} };
  }

  async ensureTopics(): Promise<void> {}

  /** Nothing waits here: a message is handled as it is handed over. */
  async groupStates(asked: GroupTopic[]): Promise<GroupState[]> {
    return asked.map((each) => ({ ...each, state: 'stable', partitions: [] }));
  }

  async close(): Promise<void> {}

  /** Lets the topic's consumer handle the message; gives all that it published. */
  async handOver(
    { topic, key, headers, value }: OutgoingMessage,
    timestamp: number,
  ): Promise<OutgoingMessage[]> {
    const message = { topic, partition: 0, offset: '0', timestamp, key, headers, value: Buffer.from(value) };
    await this.consumers.get(topic)!.onBatch({
      topic,
      partition: 0,
      messages: [message],
      heartbeat: async () => {},
      isStale: () => false,
    });
    return this.published.splice(0);
  }
}
