import type { Execution, StepState } from '@saga/engine';
import type { HistoryEntry, SagaRecord, SagaSummary } from '@saga/store';

/** A saga as the API shows it. Times are ISO 8601. */
export function sagaView({ state, trace, wakeAt }: SagaRecord, history: HistoryEntry[]) {
  const { id, definition, version, status, input, failure, attention } = state;
  return {
    ...{ id, definition, version, state: status, input, failure, attention },
    startedAt: iso(state.startedAt),
    updatedAt: iso(state.updatedAt),
    deadlineAt: iso(state.deadlineAt),
    wakeAt: iso(wakeAt),
    traceId: trace?.traceparent.split('-')[1] ?? null,
    steps: Object.values(state.steps)
      .sort((a, b) => a.order - b.order)
      .map(stepView),
    history: history.map(historyView),
  };
}

export function summaryView({ status, ...saga }: SagaSummary) {
  return { ...saga, state: status };
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
