import type { Execution } from '@saga/engine';
import type { EntityManager } from 'typeorm';
import { renamedSteps } from './rename-steps.js';
import { putRows, timestamp } from './rows.js';
import type { SagaChange } from './saga-record.js';

const COLUMNS = `status text, attempt integer, earlier integer, due_at timestamptz, input jsonb,
  output jsonb, failure jsonb, settled_by integer, unknown boolean, may_have_effect boolean`;

const INSERT_STEPS = `
INSERT INTO saga.steps
SELECT * FROM json_to_recordset($1) AS n(saga_id text, path text, position integer, ${COLUMNS})`;

/** A row without input leaves it as it is. */
const UPDATE_STEPS = `
UPDATE saga.steps s
SET status = n.status, attempt = n.attempt, earlier = n.earlier, due_at = n.due_at,
    input = coalesce(n.input, s.input), output = n.output, failure = n.failure, settled_by = n.settled_by,
    unknown = n.unknown, may_have_effect = n.may_have_effect
FROM json_to_recordset($1) AS n(saga_id text, path text, ${COLUMNS})
WHERE s.saga_id = n.saga_id AND s.path = n.path`;

const UPSERT_COMPENSATIONS = `
INSERT INTO saga.compensations
SELECT * FROM json_to_recordset($1) AS n(saga_id text, path text, command text, ${COLUMNS})
ON CONFLICT (saga_id, path) DO UPDATE
SET status = excluded.status, attempt = excluded.attempt, earlier = excluded.earlier, due_at = excluded.due_at,
    input = excluded.input, output = excluded.output, failure = excluded.failure,
    settled_by = excluded.settled_by, unknown = excluded.unknown, may_have_effect = excluded.may_have_effect`;

/** Writes the steps and compensations that changes touch. Their sagas are written before, fenced: so nobody else does. */
export async function saveExecutions(manager: EntityManager, changes: SagaChange[]): Promise<void> {
  const begun: object[] = [];
  const moved: object[] = [];
  for (const change of changes) addStepRows(change, begun, moved);
  await putRows(manager, INSERT_STEPS, begun);
  await putRows(manager, UPDATE_STEPS, moved);
  await putRows(manager, UPSERT_COMPENSATIONS, changes.flatMap(compensationRows));
}

function addStepRows(change: SagaChange, begun: object[], moved: object[]): void {
  const { before, after } = change;
  const { id, steps } = after.state;
  const was = renamedSteps(change);
  for (const path of touched(change, 'do')) {
    const { order, action } = steps.get(path)!;
    const row = executionRow(id, path, action);
    const earlier = before?.state.steps.get(was.get(path) ?? path)?.action;
    if (!earlier) {
      row.position = order;
      begun.push(row);
    } else {
      if (earlier.input === action.input) row.input = undefined;
      moved.push(row);
    }
  }
}

/** Rows of compensations that were registered and of those that moved; one that did both is written as it ended. */
function compensationRows(change: SagaChange): object[] {
  const { id, steps } = change.after.state;
  const rows = new Map<string, object>();
  for (const { step, command, input } of change.compensations)
    rows.set(step, Object.assign({ saga_id: id, path: step, command, input }, REGISTERED));
  for (const path of touched(change, 'undo')) {
    const { compensation } = steps.get(path)!;
    if (compensation)
      rows.set(path, { command: '', ...rows.get(path), ...executionRow(id, path, compensation) });
  }
  return [...rows.values()];
}

const REGISTERED = { status: 'registered', attempt: 0, earlier: 0, unknown: false, may_have_effect: false };

function touched({ events }: SagaChange, direction: 'do' | 'undo'): Set<string> {
  const paths = new Set<string>();
  for (const event of events) {
    if ('direction' in event && event.direction === direction) paths.add(event.step);
    if (event.type === 'operator-acted' && event.step) paths.add(event.step);
  }
  return paths;
}

interface ExecutionRow extends Omit<Execution, 'dueAt' | 'settledBy' | 'mayHaveEffect' | 'input'> {
  saga_id: string;
  path: string;
  position?: number;
  input?: Execution['input'];
  due_at: string | null;
  settled_by: number | null;
  may_have_effect: boolean;
}

function executionRow(sagaId: string, path: string, execution: Execution): ExecutionRow {
  return {
    saga_id: sagaId,
    path,
    status: execution.status,
    attempt: execution.attempt,
    earlier: execution.earlier,
    due_at: timestamp(execution.dueAt),
    input: execution.input,
    output: execution.output,
    failure: execution.failure,
    settled_by: execution.settledBy,
    unknown: execution.unknown,
    may_have_effect: execution.mayHaveEffect,
  };
}
