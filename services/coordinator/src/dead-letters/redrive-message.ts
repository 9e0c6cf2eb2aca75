import { messageBytes, DEFAULT_MAX_MESSAGE_BYTES, type OutgoingMessage } from '@saga/bus';
import {
  HEADERS,
  type Json,
  MalformedMessage,
  readableValue,
  type Topics,
  writeReadable,
} from '@saga/contracts';
import type { LetterInHand } from '@saga/store';
import { applyPatch, type Operation } from 'rfc6902';
import { LetterRefusal } from './refusal.js';

/** What to change of a message before it is sent again; of `patch`, `value` and `base64` one at the most. */
export interface LetterFix {
  key?: string;
  /** Null takes a header away; those that are not named stay. */
  headers?: Record<string, string | null>;
  /** A JSON patch (RFC 6902) of the value as it is shown. */
  patch?: Operation[];
  /** A new value, which is written by the message's content type. */
  value?: Json;
  /** A new value, byte by byte. */
  base64?: string;
}

const TOPIC_NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;

/**
 * The message that a redrive sends: the original, changed by the fix, with the letter's number among its headers. A
 * message without a key, whose place in Kafka is up to chance, gets the place that it had for one.
 * @throws LetterRefusal when the fix does not fit, or Kafka would not take what comes of it
 */
export function redriveMessage(
  { id, original }: LetterInHand,
  fix: LetterFix,
  topics: Topics,
): OutgoingMessage {
  const { topic, partition, offset, timestamp } = original;
  if (!TOPIC_NAME.test(topic) || topic === topics.deadLetter)
    throw new LetterRefusal('not-redrivable', `what lay on the topic "${topic}" can't be sent there again`);
  const headers = changedHeaders(original.headers, fix);
  const value = changedValue({ topic, timestamp, headers, value: original.value }, fix, topics);
  if (value === null)
    throw new LetterRefusal('not-redrivable', 'the message has no value', 'value', 'give it one by a fix');
  const key = (fix.key ?? original.key) || `${topic}/${partition}/${offset}`;
  const message = { topic, key, headers: { ...headers, [HEADERS.redriveOf]: id }, value };
  const bytes = messageBytes(message);
  if (bytes > DEFAULT_MAX_MESSAGE_BYTES)
    throw new LetterRefusal(
      'not-redrivable',
      `the message has ${bytes} bytes, Kafka takes ${DEFAULT_MAX_MESSAGE_BYTES}`,
      'value',
      'give it a smaller value by a fix, or have its sender send a reference to the data',
    );
  return message;
}

function changedHeaders(headers: Record<string, string>, fix: LetterFix): Record<string, string> {
  const changed = Object.entries({ ...headers, ...fix.headers });
  return Object.fromEntries(changed.filter((header): header is [string, string] => header[1] !== null));
}

interface Changing {
  topic: string;
  timestamp: number;
  headers: Record<string, string>;
  value: Buffer | null;
}

function changedValue(message: Changing, { patch, value, base64 }: LetterFix, topics: Topics): Buffer | null {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (patch !== undefined) return written(message, patched(message, patch, topics), topics);
  return value === undefined ? message.value : written(message, value, topics);
}

function patched(message: Changing, patch: Operation[], topics: Topics): Json {
  const readable = readableValue(topics, message);
  if (readable.format !== 'json' && readable.format !== 'protobuf') {
    const problem = `the value is ${readable.format}, which a JSON patch can't change`;
    throw new LetterRefusal('fix-not-applicable', problem, 'patch', 'give the whole new value');
  }
  if (hasUnsafeInteger(readable.data)) {
    const problem = 'the value has an integer beyond 2^53, which a JSON patch would round';
    throw new LetterRefusal('fix-not-applicable', problem, 'patch', 'give the whole new value as base64');
  }
  // The patch's paths begin in the value; so the value itself can be replaced as well.
  const holder = { value: readable.data };
  const within = patch.map((operation) => ({
    ...operation,
    path: `/value${operation.path}`,
    ...('from' in operation && { from: `/value${operation.from}` }),
  }));
  const index = applyPatch(holder, within).findIndex((failure) => failure !== null);
  if (index < 0) return holder.value;
  const { op, path } = patch[index]!;
  const problem = `operation ${index} of the patch (${op} ${path}) does not fit the value`;
  throw new LetterRefusal(
    'fix-not-applicable',
    problem,
    `patch[${index}]`,
    'see the value as the letter shows it',
  );
}

function hasUnsafeInteger(data: Json): boolean {
  if (typeof data === 'number') return Number.isInteger(data) && !Number.isSafeInteger(data);
  return typeof data === 'object' && data !== null && Object.values(data).some(hasUnsafeInteger);
}

function written(message: Changing, data: Json, topics: Topics): Buffer {
  try {
    return writeReadable(topics, message, data);
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    throw new LetterRefusal('fix-not-applicable', error.message, error.field, error.fix);
  }
}
