import type { Json } from '@saga/definition';
import type { EntityManager } from 'typeorm';
import { putRows, timestamp } from './rows.js';

/** A question of a saga to people, or that it is settled: `since` null. */
export interface ApprovalChange {
  sagaId: string;
  step: string;
  /** Milliseconds since the epoch. */
  since: number | null;
}

/** A question that nobody has answered yet. */
export interface OpenApproval {
  sagaId: string;
  definition: string;
  version: number;
  step: string;
  question: Json;
  approvers: string[];
  since: Date;
  /** When it is answered by default, or fails; null: never. */
  due: Date | null;
}

const OPEN = `
INSERT INTO saga.open_approvals (saga_id, step, since)
SELECT * FROM json_to_recordset($1) AS n(saga_id text, step text, since timestamptz)
ON CONFLICT (saga_id, step) DO UPDATE SET since = excluded.since`;

const SETTLE = `
DELETE FROM saga.open_approvals a USING json_to_recordset($1) AS n(saga_id text, step text)
WHERE a.saga_id = n.saga_id AND a.step = n.step`;

const LIST = `
SELECT a.saga_id AS "sagaId", s.definition, s.version, a.step, t.input->'question' AS question,
  t.input->'approvers' AS approvers, a.since, t.due_at AS due
FROM saga.open_approvals a
JOIN saga.sagas s ON s.id = a.saga_id
JOIN saga.steps t ON t.saga_id = a.saga_id AND t.path = a.step
ORDER BY a.since, a.saga_id, a.step LIMIT $1`;

/** Writes which questions are open and which no longer are; each at most once. */
export async function saveApprovals(manager: EntityManager, changes: ApprovalChange[]): Promise<void> {
  const row = ({ sagaId, step, since }: ApprovalChange) => ({
    saga_id: sagaId,
    step,
    since: timestamp(since),
  });
  const settled = changes.filter(({ since }) => since === null);
  const opened = changes.filter(({ since }) => since !== null);
  await putRows(manager, SETTLE, settled.map(row));
  await putRows(manager, OPEN, opened.map(row));
}

/** The open questions of all sagas, the oldest first. */
export async function openApprovals(manager: EntityManager, limit: number): Promise<OpenApproval[]> {
  return manager.query(LIST, [limit]);
}
