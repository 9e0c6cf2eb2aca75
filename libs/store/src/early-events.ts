import type { JsonObject } from '@saga/definition';
import type { EntityManager } from 'typeorm';
import { type EventKey, indexed } from './awaited-events.js';
import { indexKey } from './index-key.js';
import { putRows, timestamp } from './rows.js';

/** An event that has come, for whoever begins to wait for it. Times are milliseconds since the epoch. */
export interface KeptEvent extends EventKey {
  cameAt: number;
  /** The event as steps read it. Source and id together identify it. */
  body: JsonObject & { source: string; id: string };
}

const KEEP = `
INSERT INTO saga.early_events (message_id, topic, event, key, came_at, expires_at, body)
SELECT * FROM json_to_recordset($1) AS n(message_id text, topic text, event text, key text,
  came_at timestamptz, expires_at timestamptz, body json)
ON CONFLICT (message_id, key) DO NOTHING`;

const EARLY = `
SELECT n.position, e.came_at AS "cameAt", e.body
FROM json_to_recordset($1) AS n(position integer, topic text, event text, key text)
JOIN saga.early_events e USING (topic, event, key)
WHERE e.expires_at > $2 ORDER BY e.position`;

const FORGET = `
DELETE FROM saga.early_events WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM saga.early_events WHERE expires_at <= now()
  ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED))`;

/** Keeps events until they expire; one that is kept already stays as it is. */
export async function keepEvents(
  manager: EntityManager,
  events: (KeptEvent & { expiresAt: number })[],
): Promise<void> {
  const rows = events.map(({ cameAt, expiresAt, body, ...key }) => {
    const message_id = indexKey(`${key.topic}/${body.source}/${body.id}`);
    const times = { came_at: timestamp(cameAt), expires_at: timestamp(expiresAt) };
    return { message_id, ...indexed(key), ...times, body };
  });
  await putRows(manager, KEEP, rows);
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

/** Forgets events that have expired, at most `limit`; gives how many. */
export async function forgetEvents(manager: EntityManager, limit: number): Promise<number> {
  const [, count] = await manager.query(FORGET, [limit]);
  return count as number;
}
