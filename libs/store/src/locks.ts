import type { EntityManager } from 'typeorm';
import { putRows } from './rows.js';
import type { StoredTrace } from './saga-record.js';

/** A key that sagas lock. `sagaId` and `since` are null while nobody holds it. */
export interface Lock {
  key: string;
  sagaId: string | null;
  since: Date | null;
  /** How many places in the line for it have been given out since it was last free. */
  places: number;
}

/** What a step of a saga wants of a key, and what has come of it. */
export interface LockRequest {
  key: string;
  sagaId: string;
  step: string;
  /** The latest in which it was asked for; 0 where it was given up before. */
  attempt: number;
  status: 'waiting' | 'granted' | 'refused' | 'released';
  /** Its place in the line for the key, while it waits. */
  place: number | null;
  /** The saga that held the key when the latest attempt was refused. */
  holder: string | null;
  askedAt: Date;
  grantedAt: Date | null;
  /** The trace in which a late answer goes on. */
  trace: StoredTrace | null;
}

/** A saga that is about to ask for a key, or to give it up. */
export type LockParty = Pick<LockRequest, 'key' | 'sagaId'>;

/** Locks, and the requests for them. */
export interface LocksInHand {
  locks: Lock[];
  requests: LockRequest[];
}

const CLAIM = `
INSERT INTO saga.locks (key) SELECT unnest($1::text[])
ON CONFLICT (key) DO UPDATE SET places = locks.places
RETURNING key, saga_id AS "sagaId", since, places::double precision`;

// Besides the parties only the first in line can be concerned: it gets the key if a party gives it up.
const CONCERNED = `
WITH parties AS MATERIALIZED (
  SELECT DISTINCT key, saga_id FROM json_to_recordset($1) AS p(key text, saga_id text)
), concerned AS (
  SELECT key, saga_id FROM parties
  UNION ALL
  SELECT k.key, next.saga_id FROM (SELECT DISTINCT key FROM parties) k CROSS JOIN LATERAL (
    SELECT w.saga_id FROM saga.lock_requests w
    WHERE w.key = k.key AND w.status = 'waiting'
      AND NOT EXISTS (SELECT FROM parties p WHERE p.key = w.key AND p.saga_id = w.saga_id)
    ORDER BY w.place LIMIT 1) next
)
SELECT key, saga_id AS "sagaId", step, attempt, status, place::double precision, holder,
  asked_at AS "askedAt", granted_at AS "grantedAt", trace
FROM concerned JOIN saga.lock_requests USING (key, saga_id)`;

const SAVE_REQUESTS = `
INSERT INTO saga.lock_requests
  (key, saga_id, step, attempt, status, place, holder, asked_at, granted_at, trace, touched_at)
SELECT n.*, now() FROM json_to_recordset($1) AS n(key text, "sagaId" text, step text, attempt integer, status text,
  place bigint, holder text, "askedAt" timestamptz, "grantedAt" timestamptz, trace json)
ON CONFLICT (key, saga_id, step) DO UPDATE SET
  attempt = excluded.attempt, status = excluded.status, place = excluded.place, holder = excluded.holder,
  granted_at = excluded.granted_at, trace = excluded.trace, touched_at = excluded.touched_at`;

const SAVE_HELD = `
UPDATE saga.locks l SET saga_id = n."sagaId", since = n.since, places = n.places
FROM json_to_recordset($1) AS n(key text, "sagaId" text, since timestamptz, places bigint) WHERE l.key = n.key`;

const REMOVE_FREE = `DELETE FROM saga.locks WHERE key = ANY($1::text[])`;

const FORGET = `
DELETE FROM saga.lock_requests WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM saga.lock_requests
  WHERE status IN ('refused', 'released') AND touched_at < now() - make_interval(secs => $1) LIMIT $2))`;

/**
 * The keys of these parties, each in the hand of this transaction alone until it ends, with the parties' requests
 * and those of the saga that is next in line. Keys are taken in one order, so that nobody waits in a circle.
 */
export async function claimLocks(manager: EntityManager, parties: LockParty[]): Promise<LocksInHand> {
  if (parties.length === 0) return { locks: [], requests: [] };
  const keys = [...new Set(parties.map(({ key }) => key))].sort();
  const locks: Lock[] = await manager.query(CLAIM, [keys]);
  const rows = parties.map(({ key, sagaId }) => ({ key, saga_id: sagaId }));
  const requests: LockRequest[] = await manager.query(CONCERNED, [JSON.stringify(rows)]);
  return { locks, requests };
}

/** Writes locks that `claimLocks` gave, those that are free again included, and the requests that have changed. */
export async function saveLocks(manager: EntityManager, { locks, requests }: LocksInHand): Promise<void> {
  await putRows(manager, SAVE_REQUESTS, requests);
  const held = locks.filter(({ sagaId }) => sagaId !== null);
  const free = locks.filter(({ sagaId }) => sagaId === null);
  await putRows(manager, SAVE_HELD, held);
  if (free.length > 0) await manager.query(REMOVE_FREE, [free.map(({ key }) => key)]);
}

/** Forgets requests that came to their end longer ago than `seconds`, at most `limit`; gives how many. */
export async function forgetLockRequests(
  manager: EntityManager,
  seconds: number,
  limit: number,
): Promise<number> {
  const [, count] = await manager.query(FORGET, [seconds, limit]);
  return count as number;
}
