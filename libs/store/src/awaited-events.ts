import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { indexKey } from './index-key.js';
import { putRows } from './rows.js';
import { FINISHED } from './saga-status.js';

/** What an event is known by to those who wait for it. */
export interface EventKey {
  topic: string;
  event: string;
  key: string;
}

export interface StepOfSaga {
  sagaId: string;
  step: string;
}

/** A step of a saga that waits for an event. */
export interface AwaitedEvent extends StepOfSaga {
  /** Null when it no longer does. */
  awaited: EventKey | null;
}

const WAITING = `
SELECT a.saga_id AS "sagaId", a.step, n.position
FROM json_to_recordset($1) AS n(position integer, topic text, event text, key text)
JOIN saga.awaited_events a USING (topic, event, key)
WHERE $2::text IS NULL OR (a.saga_id, a.step) > ($2, $3)
ORDER BY a.saga_id, a.step LIMIT $4`;

const BEGIN = `
INSERT INTO saga.awaited_events (saga_id, step, topic, event, key)
SELECT * FROM json_to_recordset($1) AS n(saga_id text, step text, topic text, event text, key text)
ON CONFLICT (saga_id, step) DO UPDATE SET topic = excluded.topic, event = excluded.event, key = excluded.key`;

const END = `
DELETE FROM saga.awaited_events a USING json_to_recordset($1) AS n(saga_id text, step text)
WHERE a.saga_id = n.saga_id AND a.step = n.step`;

const LOCK = `
SELECT CASE WHEN alone THEN pg_advisory_xact_lock(hashtext('events'), stripe)
  ELSE pg_advisory_xact_lock_shared(hashtext('events'), stripe) END
FROM unnest($1::integer[], $2::boolean[]) AS l(stripe, alone)`;

/** Postgres has room for some thousands of locks: keys share them, so that no batch takes more than so many. */
const STRIPES = 1_024;

/**
 * Lets nobody begin to wait for an event while it comes, and the other way round, until this transaction is over:
 * whoever is second sees what the first has written. Many may begin to wait for one event at the same time, and locks
 * are taken in one order, so that nobody waits in a circle.
 */
export async function lockEvents(
  manager: EntityManager,
  { came, awaited }: { came: EventKey[]; awaited: EventKey[] },
): Promise<void> {
  const alone = new Map<number, boolean>();
  for (const key of awaited) alone.set(stripeOf(key), false);
  for (const key of came) alone.set(stripeOf(key), true);
  const locks = [...alone].sort(([a], [b]) => a - b);
  if (locks.length > 0)
    await manager.query(LOCK, [locks.map(([stripe]) => stripe), locks.map(([, isAlone]) => isAlone)]);
}

function stripeOf({ topic, event, key }: EventKey): number {
  return (
    createHash('sha256')
      .update(JSON.stringify([topic, event, key]))
      .digest()
      .readUInt16BE() % STRIPES
  );
}

/** A page of the steps that wait, in an order of its own. */
export interface WaitingPage {
  /** The last step of the page before; null for the first page. */
  after: StepOfSaga | null;
  limit: number;
}

/** A page of the steps that wait for any of these. */
export async function stepsAwaiting(
  manager: EntityManager,
  keys: EventKey[],
  { after, limit }: WaitingPage,
): Promise<AwaitedEvent[]> {
  if (keys.length === 0) return [];
  const rows: { sagaId: string; step: string; position: number }[] = await manager.query(WAITING, [
    JSON.stringify(keys.map((key, position) => ({ position, ...indexed(key) }))),
    after?.sagaId ?? null,
    after?.step ?? null,
    limit,
  ]);
  return rows.map(({ sagaId, step, position }) => ({ sagaId, step, awaited: keys[position]! }));
}

const FORGET = `
DELETE FROM saga.awaited_events WHERE ctid = ANY(ARRAY(
  SELECT a.ctid FROM saga.awaited_events a JOIN saga.sagas s ON s.id = a.saga_id
  WHERE s.${FINISHED}
    AND s.updated_at < now() - make_interval(secs => $1) LIMIT $2))`;

/** Steps of sagas that ended longer ago than `seconds` wait no more, even for late events; gives how many, at most `limit`. */
export async function forgetAwaited(manager: EntityManager, seconds: number, limit: number): Promise<number> {
  const [, count] = await manager.query(FORGET, [seconds, limit]);
  return count as number;
}

/** Writes who begins to wait and who no longer does; each step at most once. */
export async function saveAwaited(manager: EntityManager, changes: AwaitedEvent[]): Promise<void> {
  const begun: object[] = [];
  const ended: object[] = [];
  for (const { sagaId, step, awaited } of changes) {
    const row = { saga_id: sagaId, step };
    if (awaited) begun.push({ ...row, ...indexed(awaited) });
    else ended.push(row);
  }
  await putRows(manager, END, ended);
  await putRows(manager, BEGIN, begun);
}

/** An event's key as it goes into an index. */
export function indexed({ topic, event, key }: EventKey): EventKey {
  return { topic, event: indexKey(event), key: indexKey(key) };
}
