import { readAttributes, requireType, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import { invalid, objectField, optionalTextField, textField } from './fields.js';
import { DeadLetterSchema } from './gen/saga/v1/dead_letter_pb.js';
import type { DeadLetter, DeadLetterCause, Json, JsonObject } from './messages.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { parseValue, writeValue } from './value.js';

const TYPE = 'saga.dead-letter';
const INTEGER = /^-?\d{1,19}$/;

/**
 * A dead letter. It keeps the original's key, so that all dead letters of one saga lie in order. It has no
 * limit: the original may have been refused for its size or its texts, and must be kept whole all the same.
 */
export function encodeDeadLetter(letter: DeadLetter, { source, format, topics }: Encoding): EncodedMessage {
  const { cause, original, consumerGroup } = letter;
  const body = { cause, original: writeOriginal(original), consumerGroup };
  return {
    topic: topics.deadLetter,
    key: original.key ?? letter.id,
    headers: writeAttributes(letter, source, TYPE, format),
    value: writeValue(DeadLetterSchema, body, format, Infinity),
  };
}

/** @throws MalformedMessage when the message is not a dead letter */
export function decodeDeadLetter(message: ReceivedMessage): DeadLetter {
  const { id, type, time } = readAttributes(message);
  requireType(type, TYPE);
  const { cause, original, consumerGroup } = objectField(parseValue(DeadLetterSchema, message), 'value');
  return {
    kind: 'dead-letter',
    id,
    cause: readCause(objectField(cause, 'cause')),
    original: readOriginal(objectField(original, 'original')),
    consumerGroup: textField(consumerGroup, 'consumerGroup'),
    time,
  };
}

/** In the proto3 JSON mapping 64-bit integers are texts and bytes are base64. */
function writeOriginal({ timestamp, key, value, ...rest }: DeadLetter['original']) {
  return {
    ...rest,
    timestamp: String(timestamp),
    key: key ?? undefined,
    value: value?.toString('base64'),
  };
}

function readCause({ code, message, field, fix }: JsonObject): DeadLetterCause {
  const cause: DeadLetterCause = {
    code: textField(code, 'cause.code'),
    message: optionalTextField(message, 'cause.message') ?? '',
  };
  if (field !== undefined) cause.field = textField(field, 'cause.field');
  if (fix !== undefined) cause.fix = textField(fix, 'cause.fix');
  return cause;
}

function readOriginal({ topic, partition, offset, timestamp, key, headers, value }: JsonObject) {
  return {
    topic: textField(topic, 'original.topic'),
    partition: Number(integerField(partition, 'original.partition')),
    offset: integerField(offset, 'original.offset'),
    timestamp: Number(integerField(timestamp, 'original.timestamp')),
    key: typeof key === 'string' ? key : null,
    headers: readHeaders(objectField(headers ?? {}, 'original.headers')),
    value: typeof value === 'string' ? Buffer.from(value, 'base64') : null,
  };
}

/** An integer as a decimal text; 0 when it is left out, as Protobuf does. */
function integerField(value: Json | undefined, field: string): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? 0);
  if (INTEGER.test(text)) return text;
  throw invalid(field, value, 'an integer');
}

function readHeaders(headers: JsonObject): Record<string, string> {
  for (const [name, text] of Object.entries(headers)) {
    if (typeof text !== 'string') throw invalid(`original.headers.${name}`, text, 'a text');
  }
  return headers as Record<string, string>;
}
