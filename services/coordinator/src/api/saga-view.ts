import { type Execution, pathOf, type StepState } from '@saga/engine';
import type { ChildSummary, HistoryEntry, OpenApproval, SagaRecord, SagaSummary } from '@saga/store';
import { latestProgress, type Progress, type ToldProgress } from './progress.js';

/** A saga as the API shows it. Times are ISO 8601. */
export function sagaView(
  { state, trace, wakeAt }: SagaRecord,
  history: HistoryEntry[],
  children: ChildSummary[],
) {
  const told = latestProgress(history);
  const { id, definition, version, status, input, output, failure, attention, parent, signals } = state;
  return {
    ...{ id, definition, version, state: status, input, output, failure, attention },
    parent,
    // Those that do its steps know these by their addresses.
    children: children.map(({ status, step, ...child }) => ({
      ...child,
      step: pathOf(state, step),
      state: status,
    })),
    addresses: state.addresses ?? {},
    signals: signals ?? {},
    startedAt: iso(state.startedAt),
    updatedAt: iso(state.updatedAt),
    deadlineAt: iso(state.deadlineAt),
    wakeAt: iso(wakeAt),
    traceId: trace?.traceparent.split('-')[1] ?? null,
    steps: [...state.steps].map((step) => stepView(step, told)),
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

function stepView({ path, action, compensation }: StepState, told: ToldProgress) {
  return {
    name: path,
    ...executionView(action, told.get(`do ${path}`)),
    compensation: compensation && executionView(compensation, told.get(`undo ${path}`)),
  };
}

function executionView(execution: Execution, told: Progress | undefined) {
  const { status, attempt, input, output, failure, dueAt, unknown } = execution;
  const progress = status === 'waiting' && told?.attempt === attempt ? told : null;
  return { state: status, attempt, input, output, failure, dueAt: iso(dueAt), unknown, progress };
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
