import type { Execution } from '@saga/engine';
import type { EntityManager } from 'typeorm';
import { FenceConflict } from './errors.js';
import type { SagaChange } from './saga-record.js';

/*
 * Each table takes all its rows of a transaction in one statement. The rows travel as one JSON parameter:
 * their columns are JSON already, so arrays for UNNEST would have to be quoted twice.
 */

const SAGA_COLUMNS = `id text, definition text, version integer, status text, input jsonb, failure jsonb,
  attention jsonb, revision integer, traceparent text, tracestate text, started_at timestamptz,
  updated_at timestamptz, deadline_at timestamptz, wake_at timestamptz`;

const INSERT_SAGAS = `
INSERT INTO saga.sagas SELECT * FROM json_to_recordset($1) AS n(${SAGA_COLUMNS})
ON CONFLICT (id) DO NOTHING RETURNING id`;

const UPDATE_SAGAS = `
UPDATE saga.sagas s
SET status = n.status, failure = n.failure, attention = n.attention, revision = n.revision,
    updated_at = n.updated_at, deadline_at = n.deadline_at, wake_at = n.wake_at
FROM json_to_recordset($1) AS n(id text, expected integer, status text, failure jsonb, attention jsonb,
  revision integer, updated_at timestamptz, deadline_at timestamptz, wake_at timestamptz)
WHERE s.id = n.id AND s.revision = n.expected
RETURNING s.id`;

const EXECUTION_COLUMNS = `status text, attempt integer, earlier integer, due_at timestamptz, input jsonb,
  output jsonb, failure jsonb, settled_by integer, unknown boolean, may_have_effect boolean`;
const SET_EXECUTION = `status = excluded.status, attempt = excluded.attempt, earlier = excluded.earlier,
  due_at = excluded.due_at, input = excluded.input, output = excluded.output, failure = excluded.failure,
  settled_by = excluded.settled_by, unknown = excluded.unknown, may_have_effect = excluded.may_have_effect`;

const UPSERT_STEPS = `
INSERT INTO saga.steps
SELECT * FROM json_to_recordset($1) AS n(saga_id text, path text, position integer, ${EXECUTION_COLUMNS})
ON CONFLICT (saga_id, path) DO UPDATE SET ${SET_EXECUTION}`;

const UPSERT_COMPENSATIONS = `
INSERT INTO saga.compensations
SELECT * FROM json_to_recordset($1) AS n(saga_id text, path text, command text, ${EXECUTION_COLUMNS})
ON CONFLICT (saga_id, path) DO UPDATE SET ${SET_EXECUTION}`;

const INSERT_HISTORY = `
INSERT INTO saga.history
SELECT * FROM json_to_recordset($1) AS n(saga_id text, seq integer, at timestamptz, type text, body json)`;

/**
 * Writes all changes of a transaction, fenced: throws FenceConflict when a saga is no longer at the revision
 * that it was loaded at, or was started by somebody else.
 */
export async function saveSagas(manager: EntityManager, changes: SagaChange[]): Promise<void> {
  const started = changes.filter((change) => !change.before);
  const moved = changes.filter((change) => change.before);
  await fenced(manager, INSERT_SAGAS, started.map(newSagaRow));
  await fenced(manager, UPDATE_SAGAS, moved.map(movedSagaRow));
  await put(manager, UPSERT_STEPS, changes.flatMap(stepRows));
  await put(manager, UPSERT_COMPENSATIONS, changes.flatMap(compensationRows));
  await put(manager, INSERT_HISTORY, changes.flatMap(historyRows));
}

async function put(manager: EntityManager, sql: string, rows: object[]): Promise<void> {
  if (rows.length > 0) await manager.query(sql, [JSON.stringify(rows)]);
}

async function fenced(manager: EntityManager, sql: string, rows: { id: string }[]): Promise<void> {
  if (rows.length === 0) return;
  const result = await manager.query(sql, [JSON.stringify(rows)]);
  // TypeORM gives [rows, count] for an UPDATE and plain rows for an INSERT.
  const written: { id: string }[] = Array.isArray(result[0]) ? result[0] : result;
  if (written.length === rows.length) return;
  const ids = new Set(written.map((row) => row.id));
  throw new FenceConflict(rows.map((row) => row.id).filter((id) => !ids.has(id)));
}

function newSagaRow({ after }: SagaChange) {
  const { id, definition, version, input, startedAt } = after.state;
  return {
    ...{ id, definition, version, input, started_at: time(startedAt) },
    ...changingColumns(after),
    traceparent: after.trace?.traceparent ?? null,
    tracestate: after.trace?.tracestate ?? null,
  };
}

function movedSagaRow({ before, after }: SagaChange) {
  return { id: after.state.id, expected: before!.state.revision, ...changingColumns(after) };
}

function changingColumns({ state, wakeAt }: SagaChange['after']) {
  return {
    status: state.status,
    failure: state.failure,
    attention: state.attention,
    revision: state.revision,
    updated_at: time(state.updatedAt),
    deadline_at: time(state.deadlineAt),
    wake_at: time(wakeAt),
  };
}

function stepRows(change: SagaChange) {
  const { id, steps } = change.after.state;
  return touched(change, 'do').map((path) => {
    const { order, action } = steps[path]!;
    return { saga_id: id, path, position: order, ...executionColumns(action) };
  });
}

/** Rows of compensations that were registered and of those that moved; one that did both is written as it ended. */
function compensationRows(change: SagaChange) {
  const { id, steps } = change.after.state;
  const rows = new Map<string, object>();
  for (const { step, command, input } of change.compensations)
    rows.set(step, { saga_id: id, path: step, command, ...REGISTERED, input });
  for (const path of touched(change, 'undo')) {
    const { compensation } = steps[path]!;
    if (compensation)
      rows.set(path, {
        command: '',
        ...rows.get(path),
        saga_id: id,
        path,
        ...executionColumns(compensation),
      });
  }
  return [...rows.values()];
}

const REGISTERED = { status: 'registered', attempt: 0, earlier: 0, unknown: false, may_have_effect: false };

function touched({ events }: SagaChange, direction: 'do' | 'undo'): string[] {
  const paths = new Set<string>();
  for (const event of events) {
    if ('direction' in event && event.direction === direction) paths.add(event.step);
    if (event.type === 'operator-acted' && event.step) paths.add(event.step);
  }
  return [...paths];
}

function executionColumns({ status, attempt, earlier, input, output, failure, unknown, ...rest }: Execution) {
  return {
    ...{ status, attempt, earlier, input, output, failure, unknown },
    due_at: time(rest.dueAt),
    settled_by: rest.settledBy,
    may_have_effect: rest.mayHaveEffect,
  };
}

function historyRows({ before, after, events }: SagaChange) {
  const first = (before?.state.revision ?? 0) + 1;
  return events.map(({ at, type, ...body }, i) => ({
    saga_id: after.state.id,
    seq: first + i,
    at: time(at),
    type,
    body,
  }));
}

function time(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
