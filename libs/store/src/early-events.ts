import type { JsonObject } from '@saga/definition';
import type { EntityManager } from 'typeorm';
import { type EventKey, indexed } from './awaited-events.js';
import { indexKey } from './index-key.js';
import { putRows, timestamp } from './rows.js';
import { ADD_TO_COUNT } from './unknown-events.js';

/** An event that has come, for whoever begins to wait for it. Times are milliseconds since the epoch. */
export interface KeptEvent extends EventKey {
  cameAt: number;
  /** The event as steps read it. Source and id together identify it. */
  body: JsonObject & { source: string; id: string };
}

const KEEP = `
INSERT INTO saga.early_events AS e (message_id, topic, event, key, came_at, expires_at, body, taken)
SELECT * FROM json_to_recordset($1) AS n(message_id text, topic text, event text, key text,
  came_at timestamptz, expires_at timestamptz, body json, taken boolean)
ON CONFLICT (message_id, key) DO UPDATE SET taken = true WHERE excluded.taken AND NOT e.taken`;

const TAKE = `
UPDATE saga.early_events SET taken = true
WHERE message_id IN (SELECT * FROM json_array_elements_text($1)) AND NOT taken`;

const EARLY = `
SELECT n.position, e.came_at AS "cameAt", e.body
FROM json_to_recordset($1) AS n(position integer, topic text, event text, key text)
JOIN saga.early_events e USING (topic, event, key)
WHERE e.expires_at > $2 ORDER BY e.position`;

const FORGET = `
WITH gone AS (
  DELETE FROM saga.early_events WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM saga.early_events WHERE expires_at <= now()
    ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED))
  RETURNING message_id, topic, event, came_at, taken, body
), orphans AS (
  SELECT topic, event, count(DISTINCT message_id) AS count, min(came_at) AS first_seen, max(came_at) AS last_seen,
    min(message_id) AS message_id
  FROM gone WHERE NOT taken GROUP BY topic, event
), counted AS (
  INSERT INTO saga.unknown_events AS u (topic, type, reason, count, first_seen, last_seen, sample)
  SELECT topic, event, 'no-saga', count, first_seen, last_seen,
    (SELECT body FROM gone WHERE gone.message_id = orphans.message_id LIMIT 1)
  FROM orphans ORDER BY topic, event ${ADD_TO_COUNT}
)
SELECT count(*)::integer AS count FROM gone`;

/** Keeps events until they expire; of one that is kept already it is noted that a saga has taken it. */
export async function keepEvents(
  manager: EntityManager,
  events: (KeptEvent & { expiresAt: number; isTaken?: boolean })[],
): Promise<void> {
  // One may be there twice, and Postgres takes a row once in a statement.
  const rows = new Map<string, object>();
  for (const { cameAt, expiresAt, body, isTaken = false, ...key } of events) {
    const message_id = messageId({ ...key, body });
    const times = { came_at: timestamp(cameAt), expires_at: timestamp(expiresAt) };
    const row = { message_id, ...indexed(key), ...times, body, taken: isTaken };
    rows.set(JSON.stringify([message_id, row.key]), row);
  }
  await putRows(manager, KEEP, [...rows.values()]);
}

/** Sagas have taken these, which are kept: they belong to somebody. */
export async function noteTaken(manager: EntityManager, events: KeptEvent[]): Promise<void> {
  if (events.length > 0) await manager.query(TAKE, [JSON.stringify(events.map(messageId))]);
}

function messageId({ topic, body }: Pick<KeptEvent, 'topic' | 'body'>): string {
  return indexKey(`${topic}/${body.source}/${body.id}`);
}

/** The events of these keys that are kept at `at`, in the order in which they came. */
export async function keptEvents(manager: EntityManager, keys: EventKey[], at: number): Promise<KeptEvent[]> {
  if (keys.length === 0) return [];
  const rows: { position: number; cameAt: Date; body: KeptEvent['body'] }[] = await manager.query(EARLY, [
    JSON.stringify(keys.map((key, position) => ({ position, ...indexed(key) }))),
    new Date(at),
  ]);
  return rows.map(({ position, cameAt, body }) => {
    const { topic, event, key } = keys[position]!;
    return { topic, event, key, cameAt: cameAt.getTime(), body };
  });
}

/** Forgets events that have expired, at most `limit`, and counts those that no saga has taken; gives how many. */
export async function forgetEvents(manager: EntityManager, limit: number): Promise<number> {
  const rows: { count: number }[] = await manager.query(FORGET, [limit]);
  return rows[0]!.count;
}
