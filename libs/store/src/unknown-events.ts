import type { JsonObject } from '@saga/definition';
import type { EntityManager } from 'typeorm';
import { indexKey, withoutNul } from './index-key.js';
import { putRows, timestamp } from './rows.js';

/** Events of a type that no definition knows, as one coordinator has counted them for a while. */
export interface UnknownEvents {
  topic: string;
  type: string;
  count: number;
  /** Milliseconds since the epoch. */
  firstSeen: number;
  lastSeen: number;
  /** One of them. */
  sample: Record<string, string | null>;
}

/** Events that belong to nothing, as they are counted in all. */
export interface CountedUnknownEvents extends Omit<UnknownEvents, 'firstSeen' | 'lastSeen' | 'sample'> {
  /** Whether no definition knows their type, or no saga has taken them as long as they were kept. */
  reason: 'unknown-type' | 'no-saga';
  firstSeen: Date;
  lastSeen: Date;
  /** The event itself or, of an unknown type, what its message says as text. */
  sample: JsonObject;
}

/** What becomes of a row that is there already. */
export const ADD_TO_COUNT = `
ON CONFLICT (topic, type, reason) DO UPDATE SET count = u.count + excluded.count, sample = excluded.sample,
  first_seen = least(u.first_seen, excluded.first_seen), last_seen = greatest(u.last_seen, excluded.last_seen)`;

const ADD = `
INSERT INTO saga.unknown_events AS u (topic, type, reason, count, first_seen, last_seen, sample)
SELECT topic, type, 'unknown-type', count, first_seen, last_seen, sample
FROM json_to_recordset($1) AS n(topic text, type text, count bigint, first_seen timestamptz,
  last_seen timestamptz, sample json)
ORDER BY topic, type ${ADD_TO_COUNT}`;

const LIST = `
SELECT topic, type, reason, count::double precision AS count, first_seen AS "firstSeen", last_seen AS "lastSeen", sample
FROM saga.unknown_events ORDER BY last_seen DESC, topic, type, reason LIMIT $1`;

/** Adds to the counts, in one statement; each topic and type at most once. */
export async function addUnknownEvents(manager: EntityManager, counted: UnknownEvents[]): Promise<void> {
  const rows = counted.map(({ topic, type, count, firstSeen, lastSeen, sample }) => ({
    ...{ topic, type: indexKey(type), count, sample: storable(sample) },
    ...{ first_seen: timestamp(firstSeen), last_seen: timestamp(lastSeen) },
  }));
  await putRows(manager, ADD, rows);
}

/** A message of whatever kind, as Postgres takes it. */
function storable(sample: UnknownEvents['sample']): UnknownEvents['sample'] {
  return Object.fromEntries(Object.entries(sample).map(([field, text]) => [field, text && withoutNul(text)]));
}

/** The events that belong to nothing, those that were seen last first. */
export async function unknownEvents(manager: EntityManager, limit: number): Promise<CountedUnknownEvents[]> {
  return manager.query(LIST, [limit]);
}
