import type { Execution, StepState } from '@saga/engine';
import type { ChildSummary, HistoryEntry, OpenApproval, SagaRecord, SagaSummary } from '@saga/store';

/** A saga as the API shows it. Times are ISO 8601. */
export function sagaView(
  { state, trace, wakeAt }: SagaRecord,
  history: HistoryEntry[],
  children: ChildSummary[],
) {
  const { id, definition, version, status, input, output, failure, attention, parent, signals } = state;
  return {
    ...{ id, definition, version, state: status, input, output, failure, attention },
    parent,
    children: children.map(({ status, ...child }) => ({ ...child, state: status })),
    signals: signals ?? {},
    startedAt: iso(state.startedAt),
    updatedAt: iso(state.updatedAt),
    deadlineAt: iso(state.deadlineAt),
    wakeAt: iso(wakeAt),
    traceId: trace?.traceparent.split('-')[1] ?? null,
    steps: [...state.steps].map(stepView),
    history: history.map(historyView),
  };
}

export function summaryView({ status, ...saga }: SagaSummary) {
  return { ...saga, state: status };
}

/** A question of a saga to people. */
export function approvalView({ sagaId, since, due, ...asked }: OpenApproval) {
  return { saga: sagaId, ...asked, since: since.toISOString(), due: due?.toISOString() ?? null };
}

function stepView({ path, action, compensation }: StepState) {
  return { name: path, ...executionView(action), compensation: compensation && executionView(compensation) };
}

function executionView({ status, attempt, input, output, failure, dueAt, unknown }: Execution) {
  return { state: status, attempt, input, output, failure, dueAt: iso(dueAt), unknown };
}

/** An event as it is kept has its times in milliseconds. */
function historyView({ seq, at, type, body }: HistoryEntry) {
  const { dueAt, deadlineAt } = body as { dueAt?: number | null; deadlineAt?: number | null };
  return {
    ...{ seq, at, type, ...body },
    ...(dueAt !== undefined && { dueAt: iso(dueAt) }),
    ...(deadlineAt !== undefined && { deadlineAt: iso(deadlineAt) }),
  };
}

function iso(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}
