import type { ConsumeOptions, OutgoingMessage } from './bus.js';

/** Kafka's own default is 1 MiB a record batch; the rest is room for the batch's frame. */
export const DEFAULT_MAX_MESSAGE_BYTES = 1_000_000;

/** Length, offset, timestamp and counts around a record and around each of its headers, rounded up. */
const RECORD_FRAME_BYTES = 32;
const HEADER_FRAME_BYTES = 8;

export class InvalidMessage extends Error {
  override name = 'InvalidMessage';
}

export class MessageTooLarge extends Error {
  override name = 'MessageTooLarge';
  constructor(
    readonly topic: string,
    readonly key: string,
    readonly size: number,
    readonly limit: number,
  ) {
    super(
      `The message "${key}" for topic "${topic}" has ${size} bytes, the topic takes ${limit}: ` +
        'send a reference to the data in place of the data, or raise maxMessageBytes of the topic',
    );
  }
}

export class InvalidSubscription extends Error {
  override name = 'InvalidSubscription';
}

/** An upper bound of what the message takes on the wire. */
export function messageBytes({ key, value, headers }: OutgoingMessage): number {
  let size = RECORD_FRAME_BYTES + Buffer.byteLength(key) + Buffer.byteLength(value);
  for (const name in headers) {
    size += HEADER_FRAME_BYTES + Buffer.byteLength(name) + Buffer.byteLength(headers[name]!);
  }
  return size;
}

/**
 * Finds what the broker would refuse before anything is sent.
 * @throws InvalidMessage naming the field
 * @throws MessageTooLarge
 */
export function checkMessages(messages: OutgoingMessage[], limitOf: (topic: string) => number): void {
  messages.forEach((message, index) => {
    const { topic, key, value, headers } = message;
    const refuse = (field: string, fix: string) => {
      throw new InvalidMessage(`messages[${index}].${field} ${fix}`);
    };
    if (!topic) refuse('topic', 'is empty: name the topic');
    if (!key) refuse('key', `is empty (topic "${topic}"): give the saga id or the correlation key`);
    if (typeof value !== 'string' && !Buffer.isBuffer(value)) refuse('value', 'must be a string or a Buffer');
    for (const name in headers) {
      if (typeof headers[name] !== 'string') refuse(`headers["${name}"]`, 'must be a string');
    }
    const size = messageBytes(message);
    if (size > limitOf(topic)) throw new MessageTooLarge(topic, key, size, limitOf(topic));
  });
}

/** @throws InvalidSubscription naming the field */
export function checkSubscription({ group, topics, concurrency }: ConsumeOptions): void {
  if (!group) throw new InvalidSubscription('group is empty: name the consumer group');
  if (topics.length === 0 || topics.includes('')) {
    throw new InvalidSubscription(
      `topics of group "${group}" must name at least one topic, none of them empty`,
    );
  }
  if (concurrency !== undefined && !(Number.isInteger(concurrency) && concurrency > 0)) {
    throw new InvalidSubscription(`concurrency of group "${group}" must be a whole number above 0`);
  }
}
