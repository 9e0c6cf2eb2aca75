import type { EntityManager } from 'typeorm';
import { indexKey, textsOf } from './index-key.js';

const CLAIM = `
INSERT INTO saga.inbox (message_id) SELECT unnest($1::text[])
ON CONFLICT DO NOTHING RETURNING message_id`;

const FORGET = `
DELETE FROM saga.inbox WHERE ctid = ANY(ARRAY(
  SELECT ctid FROM saga.inbox WHERE received_at < now() - make_interval(secs => $1) LIMIT $2))`;

/** Marks messages as handled by this transaction; gives those that no earlier one has handled. */
export async function claimMessages(manager: EntityManager, ids: string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows: { message_id: string }[] = await manager.query(CLAIM, [[...new Set(ids.map(indexKey))]]);
  return textsOf(
    ids,
    rows.map((row) => row.message_id),
  );
}

/** Forgets messages handled longer ago than `seconds`, at most `limit`; gives how many. */
export async function forgetMessages(
  manager: EntityManager,
  seconds: number,
  limit: number,
): Promise<number> {
  const [, count] = await manager.query(FORGET, [seconds, limit]);
  return count as number;
}
