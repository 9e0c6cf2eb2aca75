import type { EntityManager } from 'typeorm';
import { FenceConflict } from './errors.js';
import { renameSteps } from './rename-steps.js';
import { putRows, timestamp } from './rows.js';
import { saveExecutions } from './save-executions.js';
import type { SagaChange } from './saga-record.js';

const SAGA_COLUMNS = `id text, definition text, version integer, status text, input jsonb, failure jsonb,
  attention jsonb, revision integer, traceparent text, tracestate text, started_at timestamptz,
  updated_at timestamptz, deadline_at timestamptz, wake_at timestamptz, parent jsonb, output jsonb, signals jsonb,
  undo_attempt integer, addresses jsonb`;

const INSERT_SAGAS = `
INSERT INTO saga.sagas (id, definition, version, status, input, failure, attention, revision, traceparent, tracestate,
  started_at, updated_at, deadline_at, wake_at, parent, output, signals, undo_attempt, addresses)
SELECT * FROM json_to_recordset($1) AS n(${SAGA_COLUMNS})
ON CONFLICT (id) DO NOTHING RETURNING id`;

const UPDATE_SAGAS = `
UPDATE saga.sagas s
SET version = n.version, addresses = n.addresses, status = n.status, output = n.output, signals = n.signals,
    undo_attempt = n.undo_attempt, failure = n.failure, attention = n.attention, revision = n.revision,
    updated_at = n.updated_at, deadline_at = n.deadline_at, wake_at = n.wake_at
FROM json_to_recordset($1) AS n(id text, expected integer, version integer, addresses jsonb, status text,
  output jsonb, signals jsonb, undo_attempt integer, failure jsonb, attention jsonb, revision integer,
  updated_at timestamptz, deadline_at timestamptz, wake_at timestamptz)
WHERE s.id = n.id AND s.revision = n.expected
RETURNING s.id`;

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
  await renameSteps(manager, changes);
  await saveExecutions(manager, changes);
  await putRows(manager, INSERT_HISTORY, changes.flatMap(historyRows));
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

function newSagaRow({ after: { state, trace, wakeAt } }: SagaChange) {
  return {
    id: state.id,
    definition: state.definition,
    version: state.version,
    status: state.status,
    input: state.input,
    parent: state.parent,
    output: state.output,
    signals: state.signals,
    undo_attempt: state.undoAttempt,
    addresses: state.addresses,
    failure: state.failure,
    attention: state.attention,
    revision: state.revision,
    traceparent: trace?.traceparent ?? null,
    tracestate: trace?.tracestate ?? null,
    started_at: timestamp(state.startedAt),
    updated_at: timestamp(state.updatedAt),
    deadline_at: timestamp(state.deadlineAt),
    wake_at: timestamp(wakeAt),
  };
}

function movedSagaRow({ before, after: { state, wakeAt } }: SagaChange) {
  return {
    id: state.id,
    expected: before!.state.revision,
    version: state.version,
    status: state.status,
    output: state.output,
    signals: state.signals,
    undo_attempt: state.undoAttempt,
    addresses: state.addresses,
    failure: state.failure,
    attention: state.attention,
    revision: state.revision,
    updated_at: timestamp(state.updatedAt),
    deadline_at: timestamp(state.deadlineAt),
    wake_at: timestamp(wakeAt),
  };
}

function historyRows({ before, after, events }: SagaChange) {
  const first = (before?.state.revision ?? 0) + 1;
  return events.map(({ at, type, ...body }, i) => ({
    saga_id: after.state.id,
    seq: first + i,
    at: timestamp(at),
    type,
    body,
  }));
}
