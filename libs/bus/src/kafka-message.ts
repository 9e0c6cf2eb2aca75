import type { IHeaders, KafkaMessage, TopicMessages } from 'kafkajs';
import type { IncomingMessage, OutgoingMessage } from './bus.js';
import { ProducedRecord } from './kafka-record-batch.js';

export function fromKafka(topic: string, partition: number, message: KafkaMessage): IncomingMessage {
  return {
    topic,
    partition,
    offset: message.offset,
    timestamp: Number(message.timestamp),
    key: message.key ? message.key.toString('utf8') : null,
    headers: textHeaders(message.headers ?? {}),
    value: message.value,
  };
}

/** Groups messages by topic, as sendBatch wants them; the order within a topic stays. */
export function toTopicMessages(messages: OutgoingMessage[]): TopicMessages[] {
  const byTopic = new Map<string, TopicMessages>();
  for (const { topic, key, value, headers } of messages) {
    let group = byTopic.get(topic);
    if (!group) byTopic.set(topic, (group = { topic, messages: [] }));
    group.messages.push(new ProducedRecord(key, value, headers));
  }
  return [...byTopic.values()];
}

/** Kafka allows a header more than once: the last one counts. */
function textHeaders(headers: IHeaders): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
}
