import type { EntityManager } from 'typeorm';

const DUE = `
SELECT id FROM saga.sagas WHERE wake_at <= $2
ORDER BY wake_at LIMIT $1 FOR UPDATE SKIP LOCKED`;
const POSTPONE = `
UPDATE saga.sagas s SET wake_at = n.wake_at
FROM json_to_recordset($1) AS n(id text, wake_at timestamptz) WHERE s.id = n.id`;

/**
 * Sagas to be woken at `at` (milliseconds since the epoch), locked for this transaction; those that another
 * coordinator is waking are skipped.
 */
export async function takeDueSagas(manager: EntityManager, at: number, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await manager.query(DUE, [limit, new Date(at)]);
  return rows.map((row) => row.id);
}

/**
 * Sets the alarm of sagas that were woken before anything was due. They are locked by `takeDueSagas`, and
 * whoever moves one later writes its alarm anew, so no fence is needed.
 */
export async function postpone(
  manager: EntityManager,
  alarms: { id: string; wakeAt: number | null }[],
): Promise<void> {
  if (alarms.length === 0) return;
  const rows = alarms.map(({ id, wakeAt }) => ({
    id,
    wake_at: wakeAt === null ? null : new Date(wakeAt).toISOString(),
  }));
  await manager.query(POSTPONE, [JSON.stringify(rows)]);
}
