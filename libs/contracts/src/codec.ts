import { decodeCommand, encodeCommand } from './command.js';
import { decodeDeadLetter, encodeDeadLetter } from './dead-letter.js';
import { decodeDomainEvent, type Destination, encodeDomainEvent } from './domain-event.js';
import type { Encoding } from './encoding.js';
import { decodeLifecycle, encodeLifecycle } from './lifecycle.js';
import type { DomainEvent, Message } from './messages.js';
import type { EncodedMessage } from './record.js';
import { decodeProgress, encodeProgress } from './progress.js';
import { decodeReply, encodeReply } from './reply.js';
import { decodeSignal, encodeSignal } from './signal.js';
import { decodeStart, encodeStart } from './start.js';
import { topics } from './topics.js';
import { decodeUndo, encodeUndo } from './undo.js';
import type { ValueFormat } from './value.js';

export interface CodecOptions {
  /** The name of this service, as the CloudEvents source of what it sends. */
  source: string;
  /** Goes before the name of each topic. Default none. */
  prefix?: string;
  /** How values are written; both formats are always read. Default json. */
  format?: ValueFormat;
}

export type Codec = ReturnType<typeof createCodec>;

/** The messages of sagas as CloudEvents 1.0 in Kafka's binary content mode, and the topics they go to. */
export function createCodec({ source, prefix, format = 'json' }: CodecOptions) {
  const encoding: Encoding = { source, format, topics: topics(prefix) };
  return {
    source,
    topics: encoding.topics,
    /** @throws MalformedMessage when the value gets larger than MAX_VALUE_BYTES */
    encode: (message: Exclude<Message, DomainEvent>) => encode(message, encoding),
    /** @throws MalformedMessage when the value gets larger than MAX_VALUE_BYTES */
    encodeDomainEvent: (event: DomainEvent, to: Destination) => encodeDomainEvent(event, to, encoding),
    decodeCommand,
    decodeReply,
    decodeProgress,
    decodeStart,
    decodeUndo,
    decodeSignal,
    decodeDomainEvent,
    decodeLifecycle,
    decodeDeadLetter,
  };
}

function encode(message: Exclude<Message, DomainEvent>, encoding: Encoding): EncodedMessage {
  switch (message.kind) {
    case 'command':
      return encodeCommand(message, encoding);
    case 'reply':
      return encodeReply(message, encoding);
    case 'progress':
      return encodeProgress(message, encoding);
    case 'start':
      return encodeStart(message, encoding);
    case 'undo':
      return encodeUndo(message, encoding);
    case 'signal':
      return encodeSignal(message, encoding);
    case 'lifecycle':
      return encodeLifecycle(message, encoding);
    case 'dead-letter':
      return encodeDeadLetter(message, encoding);
  }
}
