import type { IncomingMessage, OutgoingMessage } from '@saga/bus';
import { type Codec, type FaultCode, HEADERS, MalformedMessage, readableValue } from '@saga/contracts';
import type { LetterInHand } from '@saga/store';
import type { MessageReader } from '../pipeline/reader.js';
import { rejected, type WorkItem } from '../pipeline/work-item.js';
import { LetterRefusal } from './refusal.js';

/** What a message will be to this coordinator, when it comes. */
export interface Reading {
  items: WorkItem[];
  /** The ids under which the inbox will know it. */
  claims: string[];
}

/** The faults for which a message is given up before it is handled, so that the inbox does not know it by its id. */
const MALFORMED: Record<FaultCode, true> = {
  'missing-header': true,
  'invalid-header': true,
  'unsupported-content-type': true,
  'missing-value': true,
  'value-too-large': true,
  'malformed-json': true,
  'malformed-protobuf': true,
  'invalid-value': true,
};

/** Reads messages before they are sent again, as those will who get them. */
export class RedriveCheck {
  constructor(
    private readonly codec: Codec,
    private readonly reader: MessageReader,
    /** The consumer group of the coordinators. */
    private readonly group: string,
  ) {}

  /**
   * Reads a message as the group will that gave it up: whether its header and its value are what the contract wants
   * or, where another service reads its own topic, whether its value is the JSON that it is said to be.
   * @throws LetterRefusal when it would come back at once
   */
  read({ consumerGroup }: LetterInHand, message: OutgoingMessage): Reading {
    const coming = asIncoming(message);
    const items = this.itemsOf(coming, consumerGroup);
    const fault = items.find((item) => item.type === 'reject');
    if (fault) {
      const { message, field, fix } = fault.cause;
      throw new LetterRefusal('still-malformed', `it would come back at once: ${message}`, field, fix);
    }
    return { items, claims: items.flatMap((item) => ('claim' in item ? [item.claim] : [])) };
  }

  /**
   * Under which ids the inbox knows a message only because it became this letter, so that it takes no second one
   * for new. None when the message was given up for its form, which comes before the inbox.
   */
  releasable({ cause, consumerGroup, original }: LetterInHand): string[] {
    if (consumerGroup !== this.group || Object.hasOwn(MALFORMED, cause.code)) return [];
    return this.itemsOf(original, consumerGroup).flatMap((item) =>
      item.type === 'event' || item.type === 'reject' ? [] : [item.claim],
    );
  }

  private itemsOf(message: IncomingMessage, group: string): WorkItem[] {
    const { start, reply, signal, command } = this.codec.topics;
    const isOurs = [start, reply, signal].includes(message.topic);
    try {
      if (isOurs || (group === this.group && !message.topic.startsWith(command(''))))
        return this.reader.workOf(message);
      if (message.topic.startsWith(command(''))) this.codec.decodeCommand(message);
      else this.checkJson(message);
      return [];
    } catch (error) {
      if (error instanceof MalformedMessage) return [rejected(message, error.toCause())];
      throw error;
    }
  }

  /** Another service may have forms of its own for its events; what says that it is JSON must be. */
  private checkJson(message: IncomingMessage): void {
    const contentType = message.headers[HEADERS.contentType] ?? 'application/json';
    const readable = readableValue(this.codec.topics, message);
    if (!/^application\/json\b/.test(contentType) || readable.format === 'json') return;
    const problem = 'problem' in readable ? readable.problem : 'value is missing';
    throw new MalformedMessage('malformed-json', 'value', problem, 'give a value that is JSON');
  }
}

/** A message as those will get it to whom it is sent; where it will lie is not known before. */
export function asIncoming({ topic, key, headers, value }: OutgoingMessage): IncomingMessage {
  return {
    topic,
    partition: -1,
    offset: '-1',
    timestamp: Date.now(),
    key,
    headers,
    value: Buffer.from(value),
  };
}
