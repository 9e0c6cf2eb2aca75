import { type Execution, type SagaState, Steps, type StepState } from '@saga/engine';
import type { EntityManager } from 'typeorm';
import type { KnownSagas } from './known-sagas.js';
import type { SagaRecord } from './saga-record.js';

const SELECT = `
SELECT s.*,
  (SELECT json_agg(t) FROM saga.steps t WHERE t.saga_id = s.id) AS steps,
  (SELECT json_agg(c) FROM saga.compensations c WHERE c.saga_id = s.id AND c.status <> 'registered') AS compensations
FROM saga.sagas s
WHERE s.id = ANY($1)`;

const REVISIONS = `SELECT id, revision, wake_at FROM saga.sagas WHERE id = ANY($1)`;

interface ExecutionRow extends Omit<Execution, 'dueAt' | 'settledBy' | 'mayHaveEffect'> {
  path: string;
  due_at: string | null;
  settled_by: number | null;
  may_have_effect: boolean;
}

interface SagaRow extends Pick<
  SagaState,
  | 'id'
  | 'definition'
  | 'version'
  | 'status'
  | 'input'
  | 'output'
  | 'failure'
  | 'attention'
  | 'parent'
  | 'signals'
  | 'addresses'
> {
  revision: number;
  undo_attempt: number | null;
  traceparent: string | null;
  tracestate: string | null;
  started_at: Date;
  updated_at: Date;
  deadline_at: Date | null;
  wake_at: Date | null;
  steps: (ExecutionRow & { position: number })[] | null;
  compensations: ExecutionRow[] | null;
}

/**
 * The sagas of these ids with all their steps. Those that are known, at the revision they have now, are not read
 * again. Ids that nobody has started are left out.
 */
export async function loadSagas(
  manager: EntityManager,
  ids: string[],
  known?: KnownSagas,
): Promise<Map<string, SagaRecord>> {
  const sagas = known ? await unchanged(manager, ids, known) : new Map<string, SagaRecord>();
  const others = ids.filter((id) => !sagas.has(id));
  if (others.length === 0) return sagas;
  const rows: SagaRow[] = await manager.query(SELECT, [others]);
  for (const row of rows) sagas.set(row.id, recordOf(row));
  return sagas;
}

/** The known sagas that nobody else has moved. An alarm may be set without a new revision. */
async function unchanged(
  manager: EntityManager,
  ids: string[],
  known: KnownSagas,
): Promise<Map<string, SagaRecord>> {
  const asked = ids.filter((id) => known.get(id));
  if (asked.length === 0) return new Map();
  const rows: Pick<SagaRow, 'id' | 'revision' | 'wake_at'>[] = await manager.query(REVISIONS, [asked]);
  const sagas = new Map<string, SagaRecord>();
  for (const { id, revision, wake_at } of rows) {
    const record = known.get(id);
    if (record?.state.revision === revision)
      sagas.set(id, { state: record.state, trace: record.trace, wakeAt: wake_at?.getTime() ?? null });
  }
  return sagas;
}

function recordOf(row: SagaRow): SagaRecord {
  const { id, definition, version, status, input, output, failure, attention, revision } = row;
  const compensations = new Map((row.compensations ?? []).map((each) => [each.path, executionOf(each)]));
  const steps = (row.steps ?? []).map((each): StepState => {
    const { path, position: order } = each;
    return { path, order, action: executionOf(each), compensation: compensations.get(path) ?? null };
  });
  return {
    state: {
      ...{ id, definition, version, status, input, output, failure, attention, revision },
      ...{
        parent: row.parent,
        signals: row.signals,
        undoAttempt: row.undo_attempt,
        addresses: row.addresses,
      },
      steps: Steps.of(steps),
      startedAt: row.started_at.getTime(),
      updatedAt: row.updated_at.getTime(),
      deadlineAt: row.deadline_at?.getTime() ?? null,
    },
    trace: row.traceparent
      ? { traceparent: row.traceparent, ...(row.tracestate && { tracestate: row.tracestate }) }
      : null,
    wakeAt: row.wake_at?.getTime() ?? null,
  };
}

function executionOf(row: ExecutionRow): Execution {
  const { status, attempt, earlier, input, output, failure, unknown } = row;
  return {
    ...{ status, attempt, earlier, input, output, failure, unknown },
    dueAt: row.due_at === null ? null : Date.parse(row.due_at),
    settledBy: row.settled_by,
    mayHaveEffect: row.may_have_effect,
  };
}
