import type { JsonObject } from '@saga/definition';
import type { EntityManager } from 'typeorm';
import { indexKey, indexKeyWithin, textsOf, withoutNul } from './index-key.js';
import type { ParkableMessage } from './parking-lot.js';
import { putRows, timestamp } from './rows.js';

/** Why a message was given up. */
export interface LetterCause {
  code: string;
  message: string;
  field?: string;
  fix?: string;
}

/** A dead letter as it comes in. */
export interface NewLetter {
  /** What tells it from other letters, however often it is published. */
  letterId: string;
  consumerGroup: string;
  cause: LetterCause;
  original: ParkableMessage;
  tenant: string | null;
  sagaId: string | null;
  fingerprint: string;
  /** The letter that an operator has sent again as this message. */
  redriveOf: string | null;
  /** Milliseconds since the epoch. */
  givenUpAt: number;
}

export type LetterState = 'open' | 'redriven' | 'discarded';

/** What an operator did with a letter. */
export interface LetterClosing {
  state: Exclude<LetterState, 'open'>;
  by: string;
  reason: string;
  /** What was changed of the message before it was sent again. */
  fix?: JsonObject;
}

/** What a redrive needs of a letter. */
export interface LetterInHand {
  id: string;
  state: LetterState;
  consumerGroup: string;
  cause: LetterCause;
  original: ParkableMessage;
  givenUpAt: Date;
  closedAt: Date | null;
  closedBy: string | null;
  fix: JsonObject | null;
}

/**
 * A letter that an operator's redrive brought back belongs to the one that was redriven, if the same group gave both
 * up. The texts that may hold U+0000 travel as texts within the JSON, as only json keeps it.
 */
const KEEP = `
INSERT INTO saga.dead_letters (letter_id, tenant, consumer_group, cause_code, cause, topic, partition, "offset",
  sent_at, original, value, saga_id, fingerprint, lineage, redrive_of, given_up_at)
SELECT n.letter_id, n.tenant, n.consumer_group, n.cause_code, n.cause::json, n.topic, n.partition, n."offset",
  n.sent_at, n.original::json, decode(n.value, 'base64'), n.saga_id, n.fingerprint,
  coalesce(r.lineage, n.fingerprint), r.id, n.given_up_at
FROM json_to_recordset($1) AS n(place integer, letter_id text, tenant text, consumer_group text, cause_code text, cause text,
  topic text, partition integer, "offset" bigint, sent_at timestamptz, original text, value text, saga_id text,
  fingerprint text, redrive_of bigint, given_up_at timestamptz)
LEFT JOIN saga.dead_letters r ON r.id = n.redrive_of AND r.consumer_group = n.consumer_group
ORDER BY n.place ON CONFLICT DO NOTHING`;

const IN_HAND = `
SELECT id, state, consumer_group AS "consumerGroup", cause, topic, partition, "offset",
  sent_at AS "sentAt", original, value, given_up_at AS "givenUpAt", closed_at AS "closedAt", closed_by AS "closedBy", fix
FROM saga.dead_letters WHERE id = $1`;

const CLOSE = `
UPDATE saga.dead_letters SET state = $2, closed_at = now(), closed_by = $3, reason = $4, fix = $5::json
WHERE id = $1 AND state = 'open'`;

const OF_THE_LETTER = `message_id = ANY($1::text[]) AND received_at < $2::timestamptz + interval '30 minutes'`;
const RELEASE = `DELETE FROM saga.inbox WHERE ${OF_THE_LETTER}`;
const HANDLED = `SELECT message_id FROM saga.inbox WHERE message_id = ANY($3::text[]) AND NOT (${OF_THE_LETTER})`;

const FORGET = `
DELETE FROM saga.dead_letters WHERE id = ANY(ARRAY(
  SELECT id FROM saga.dead_letters WHERE closed_at < now() - make_interval(secs => $1) LIMIT $2))`;

/** Several of them share an index. */
export const letterKeys = {
  id: indexKeyWithin(300),
  topic: indexKeyWithin(249),
  group: indexKeyWithin(150),
  code: indexKeyWithin(150),
};

/** Keeps letters, in their order; one that is kept already stays as it is. */
export async function keepLetters(manager: EntityManager, letters: NewLetter[]): Promise<void> {
  await putRows(manager, KEEP, letters.map(toRow));
}

function toRow(letter: NewLetter, place: number): object {
  const { letterId, consumerGroup, cause, original, tenant, sagaId, redriveOf } = letter;
  const { topic, partition, offset, key, headers, value } = original;
  return {
    ...{ place, letter_id: letterKeys.id(letterId), tenant: tenant && indexKey(tenant) },
    ...{ consumer_group: letterKeys.group(consumerGroup), cause_code: letterKeys.code(cause.code) },
    ...{ cause: JSON.stringify(cause), topic: letterKeys.topic(topic), partition, offset },
    ...{ sent_at: timestamp(original.timestamp), original: JSON.stringify({ topic, key, headers }) },
    ...{ value: value?.toString('base64'), saga_id: sagaId && indexKey(sagaId) },
    ...{ fingerprint: letter.fingerprint, redrive_of: redriveOf, given_up_at: timestamp(letter.givenUpAt) },
  };
}

/** A message as the columns of its letter hold it. */
export interface OriginalRow {
  original: Pick<ParkableMessage, 'topic' | 'key' | 'headers'>;
  partition: number;
  offset: string;
  sentAt: Date;
  value: Buffer | null;
}

/** The message of a letter as it lay in Kafka. */
export function originalOf({ original, partition, offset, sentAt, value }: OriginalRow): ParkableMessage {
  return { ...original, partition, offset, timestamp: sentAt.getTime(), value };
}

type InHandRow = Omit<LetterInHand, 'original'> & OriginalRow;

/** A letter, which nobody else changes until the transaction is over if `lock` is set; null when there is none. */
export async function letterInHand(
  manager: EntityManager,
  id: string,
  lock: boolean,
): Promise<LetterInHand | null> {
  const [row]: InHandRow[] = await manager.query(lock ? `${IN_HAND} FOR UPDATE` : IN_HAND, [id]);
  return row ? toLetter(row) : null;
}

function toLetter(row: InHandRow): LetterInHand {
  const { id, state, consumerGroup, cause, givenUpAt, closedAt, closedBy, fix } = row;
  const original = originalOf(row);
  return { id, state, consumerGroup, cause, original, givenUpAt, closedAt, closedBy, fix };
}

/** Closes an open letter. */
export async function closeLetter(manager: EntityManager, id: string, closing: LetterClosing): Promise<void> {
  const { state, by, reason, fix } = closing;
  await manager.query(CLOSE, [id, state, withoutNul(by), withoutNul(reason), fix && JSON.stringify(fix)]);
}

/**
 * The marks in the inbox that were set when a message became a dead letter, and not since. Those set much later are of
 * a message that was handled, after the first mark was forgotten.
 */
export interface LetterClaims {
  messageIds: string[];
  /** By the clock of the process that set them. */
  givenUpAt: Date;
}

/** Takes the marks of a dead letter out of the inbox, so that its message can be handled again. */
export async function releaseClaims(
  manager: EntityManager,
  { messageIds, givenUpAt }: LetterClaims,
): Promise<void> {
  if (messageIds.length > 0) await manager.query(RELEASE, [messageIds.map(indexKey), givenUpAt]);
}

/** Which of these messages are marked as handled, the marks of a dead letter not counted. */
export async function handledMessages(
  manager: EntityManager,
  messageIds: string[],
  { messageIds: ofLetter, givenUpAt }: LetterClaims,
): Promise<Set<string>> {
  if (messageIds.length === 0) return new Set();
  const values = [ofLetter.map(indexKey), givenUpAt, messageIds.map(indexKey)];
  const rows: { message_id: string }[] = await manager.query(HANDLED, values);
  return textsOf(
    messageIds,
    rows.map((row) => row.message_id),
  );
}

/** Forgets letters that were closed longer ago than `seconds`, at most `limit`; gives how many. */
export async function forgetLetters(manager: EntityManager, seconds: number, limit: number): Promise<number> {
  const [, count] = await manager.query(FORGET, [seconds, limit]);
  return count as number;
}
