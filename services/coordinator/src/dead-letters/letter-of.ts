import { createHash } from 'node:crypto';
import { type IncomingMessage, messageId } from '@saga/bus';
import { type Codec, type DeadLetter, HEADERS, MalformedMessage, SAGA_ID } from '@saga/contracts';
import type { NewLetter } from '@saga/store';

/** The form of the number that a letter gets when it is kept. */
export const LETTER_NUMBER = /^\d{1,18}$/;
const MAX_PARTITION = 2 ** 31;
const MAX_OFFSET = 2n ** 63n;
/** The years 1 to 9999, which both JavaScript and Postgres can write. */
const FIRST_INSTANT = Date.parse('0001-01-01T00:00:00Z');
const LAST_INSTANT = Date.parse('9999-12-31T23:59:59Z');

/**
 * A message of the dead-letter topic as it is kept. One that is no dead letter is kept too, as a message that
 * `ownGroup` has given up.
 */
export function letterOf(message: IncomingMessage, codec: Codec, ownGroup: string): NewLetter {
  try {
    const letter = codec.decodeDeadLetter(message);
    checkPlace(letter);
    return kept(letter, `${message.headers[HEADERS.source]}/${letter.id}`, message.timestamp);
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    const cause = { ...error.toCause(), code: 'unreadable-letter' };
    const time = new Date(instant(message.timestamp, Date.now())).toISOString();
    const id = `${messageId(message)}@${message.timestamp}`;
    const original = { ...message, timestamp: Date.parse(time) };
    return kept({ kind: 'dead-letter', id, cause, original, consumerGroup: ownGroup, time }, id, Date.now());
  }
}

function kept(letter: DeadLetter, letterId: string, comeAt: number): NewLetter {
  const { cause, original, consumerGroup, time } = letter;
  const { headers } = original;
  const sagaId = headers[HEADERS.sagaId] ?? '';
  const redriveOf = headers[HEADERS.redriveOf] ?? '';
  return {
    ...{ letterId, consumerGroup, cause, original },
    tenant: headers[HEADERS.tenant] || null,
    sagaId: SAGA_ID.test(sagaId) ? sagaId : null,
    fingerprint: fingerprintOf(letter),
    redriveOf: LETTER_NUMBER.test(redriveOf) ? redriveOf : null,
    givenUpAt: instant(Date.parse(time), instant(comeAt, Date.now())),
  };
}

/** The same for each letter of one message that one group gave up for one cause. */
function fingerprintOf({ consumerGroup, cause, original }: DeadLetter): string {
  const { [HEADERS.id]: id, [HEADERS.source]: source } = original.headers;
  const message = id && source ? [source, id] : [contentHash(original)];
  return hash(JSON.stringify([consumerGroup, cause.code, original.topic, ...message])).slice(0, 32);
}

/** Stands for a message that does not say who it is. What a redrive adds to its headers is no part of it. */
function contentHash({ key, headers, value }: DeadLetter['original']): string {
  const own = Object.entries(headers).filter(([name]) => name !== HEADERS.redriveOf);
  return hash(JSON.stringify([key, own.sort(), value?.toString('base64')]));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Who writes letters may write any number; not every one can be the place of a message. */
function checkPlace({ original: { partition, offset, timestamp } }: DeadLetter): void {
  const fix = 'write the place at which the message lay in Kafka';
  const refuse = (field: string, value: number | string) => {
    throw new MalformedMessage('invalid-value', `original.${field}`, `is ${value}`, fix);
  };
  if (!(Math.abs(partition) < MAX_PARTITION)) refuse('partition', partition);
  if (BigInt(offset) >= MAX_OFFSET || BigInt(offset) < -MAX_OFFSET) refuse('offset', offset);
  if (instant(timestamp, NaN) !== timestamp) refuse('timestamp', timestamp);
}

function instant(milliseconds: number, otherwise: number): number {
  return milliseconds >= FIRST_INSTANT && milliseconds <= LAST_INSTANT ? milliseconds : otherwise;
}
