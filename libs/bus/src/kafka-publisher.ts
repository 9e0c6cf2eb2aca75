import type { ICustomPartitioner, Kafka, Producer } from 'kafkajs';
import type { OutgoingMessage } from './bus.js';
import { toTopicMessages } from './kafka-message.js';
import { encodeProduceRequestsFast } from './kafka-produce-encoding.js';
import { DEFAULT_MAX_MESSAGE_BYTES } from './message-checks.js';
import { partitionOf } from './partitioning.js';
import { splitIntoRequests } from './request-split.js';

interface Waiting {
  messages: OutgoingMessage[];
  resolve(): void;
  reject(error: unknown): void;
}

encodeProduceRequestsFast();

/** Every message of the bus has a key, which is a text. */
const byKey: ICustomPartitioner =
  () =>
  ({ message, partitionMetadata }) =>
    partitionOf(message.key as string, partitionMetadata.length);

/** More calls than this are not joined into one round, so that one bad round fails few of them. */
const MAX_CALLS_A_ROUND = 1_000;

/**
 * Sends with one request in flight; calls that come meanwhile leave together in the next one. One in flight is
 * what makes kafkajs's idempotence hold: it takes the sequence numbers of a failed send back, so a second send
 * on its heels would go out under the same numbers and be dropped by the broker as a repeat, or overtake it.
 */
export class KafkaPublisher {
  private readonly waiting: Waiting[] = [];
  private producer: Producer | undefined;
  private sending: Promise<void> | undefined;

  constructor(private readonly kafka: Kafka) {}

  publish(messages: OutgoingMessage[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ messages, resolve, reject });
      this.sending ??= this.sendAll();
    });
  }

  /** Sends what is waiting, then disconnects. */
  async close(): Promise<void> {
    await this.sending;
    await this.producer?.disconnect();
    this.producer = undefined;
  }

  private async sendAll(): Promise<void> {
    await Promise.resolve(); // calls made in the same turn of the event loop join the first round
    while (this.waiting.length > 0) {
      const round = this.waiting.splice(0, MAX_CALLS_A_ROUND);
      try {
        const messages = round.flatMap((call) => call.messages);
        for (const request of splitIntoRequests(messages, DEFAULT_MAX_MESSAGE_BYTES))
          await this.send(request);
        for (const call of round) call.resolve();
      } catch (error) {
        for (const call of round) call.reject(error);
      }
    }
    this.sending = undefined;
  }

  private async send(messages: OutgoingMessage[]): Promise<void> {
    this.producer ??= await this.connect();
    try {
      await this.producer.sendBatch({ acks: -1, topicMessages: toTopicMessages(messages) });
    } catch (error) {
      // Whether the broker has these sequence numbers is unknown: go on under a new producer id, or the next
      // messages could pass for a repeat of these and be dropped.
      await this.producer.disconnect().catch(() => undefined);
      this.producer = undefined;
      throw error;
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: byKey,
    });
    await producer.connect();
    return producer;
  }
}
