import type { EntityManager } from 'typeorm';
import type { LockRequest } from './locks.js';

/** A key that a saga holds, and who waits for it. */
export interface HeldLock {
  key: string;
  sagaId: string;
  since: Date;
  /** The steps of that saga for which it holds the key, at most 100. */
  holds: Pick<LockRequest, 'step' | 'grantedAt'>[];
  /** How many steps stand in line. */
  waiting: number;
  /** The first 100 of them, in their order. */
  line: Pick<LockRequest, 'sagaId' | 'step' | 'askedAt'>[];
}

export interface LockPage {
  /** The last key of the page before. */
  after?: string;
  limit: number;
}

const PAGE = `
SELECT l.key, l.saga_id AS "sagaId", l.since, l.waiting,
  r.saga_id AS "requestedBy", r.step, r.status, r.asked_at AS "askedAt", r.granted_at AS "grantedAt"
FROM (
  SELECT key, saga_id, since,
    (SELECT count(*)::integer FROM saga.lock_requests w WHERE w.key = k.key AND w.status = 'waiting') AS waiting
  FROM saga.locks k WHERE $1::text IS NULL OR key > $1 ORDER BY key LIMIT $2
) l CROSS JOIN LATERAL (
  (SELECT * FROM saga.lock_requests h WHERE h.key = l.key AND h.saga_id = l.saga_id AND h.status = 'granted'
   ORDER BY h.granted_at LIMIT 100)
  UNION ALL
  (SELECT * FROM saga.lock_requests w WHERE w.key = l.key AND w.status = 'waiting' ORDER BY w.place LIMIT 100)
) r
ORDER BY l.key, r.place, r.granted_at, r.step`;

type Row = Omit<HeldLock, 'holds' | 'line'> & LockRequest & { requestedBy: string };

/** A page of the keys that are held, in the order of the keys. */
export async function heldLocks(manager: EntityManager, { after, limit }: LockPage): Promise<HeldLock[]> {
  const rows: Row[] = await manager.query(PAGE, [after ?? null, limit]);
  const locks = new Map<string, HeldLock>();
  for (const { key, sagaId, since, waiting, requestedBy, step, status, askedAt, grantedAt } of rows) {
    const lock = locks.get(key) ?? { key, sagaId, since, holds: [], waiting, line: [] };
    locks.set(key, lock);
    if (status === 'granted') lock.holds.push({ step, grantedAt });
    else lock.line.push({ sagaId: requestedBy, step, askedAt });
  }
  return [...locks.values()];
}
