import type { SagaEvent } from './saga-event.js';
import {
  type Direction,
  type Execution,
  type FailureKind,
  isInFlight,
  type SagaState,
  type StepState,
} from './saga-state.js';

/**
 * Folds one event into the state: `history.reduce(evolve, null)` is the saga.
 * Pure; the given state is not changed. Throws when the event can't follow (a broken history).
 */
export function evolve(state: SagaState | null, event: SagaEvent): SagaState {
  if (event.type === 'saga-started') return started(event);
  if (!state) throw new Error(`history starts with ${event.type} instead of saga-started`);
  return { ...state, ...change(state, event), updatedAt: event.at, revision: state.revision + 1 };
}

function started(event: Extract<SagaEvent, { type: 'saga-started' }>): SagaState {
  const { sagaId: id, definition, version, input, at, deadlineAt } = event;
  const times = { startedAt: at, updatedAt: at, deadlineAt };
  return {
    id,
    definition,
    version,
    input,
    ...times,
    status: 'running',
    steps: {},
    failure: null,
    attention: null,
    revision: 1,
  };
}

function change(state: SagaState, event: Exclude<SagaEvent, { type: 'saga-started' }>): Partial<SagaState> {
  switch (event.type) {
    case 'step-commanded':
    case 'delay-started':
    case 'step-succeeded':
    case 'step-retry-scheduled':
    case 'step-failed':
      return { steps: { ...state.steps, [event.step]: stepAfter(state, event) } };
    case 'compensation-started':
      return { status: 'compensating', failure: { ...event.failure, step: event.step }, attention: null };
    case 'needs-attention':
      // From here on a person watches the time.
      return { status: 'needs-attention', attention: event.attention, deadlineAt: null };
    case 'operator-acted':
      return event.act === 'retry' && event.step ? { steps: withNewRound(state, event.step) } : {};
    case 'saga-resumed':
      return { status: state.attention?.was ?? state.status, attention: null };
    case 'saga-completed':
      return { status: 'completed' };
    case 'saga-compensated':
      return { status: 'compensated' };
  }
}

type StepEvent = Extract<SagaEvent, { direction: Direction }>;

function stepAfter(state: SagaState, event: StepEvent): StepState {
  const step = state.steps[event.step];
  if (event.direction === 'undo') {
    if (!step) throw new Error(`${event.type} undoes step "${event.step}", which never began`);
    return { ...step, compensation: executionAfter(step.compensation, event) };
  }
  const action = executionAfter(step?.action ?? null, event);
  return step
    ? { ...step, action }
    : { path: event.step, order: Object.keys(state.steps).length, action, compensation: null };
}

const FRESH: Execution = {
  status: 'failed',
  attempt: 0,
  earlier: 0,
  dueAt: null,
  input: {},
  output: null,
  failure: null,
  settledBy: null,
  unknown: false,
  mayHaveEffect: false,
};

function executionAfter(before: Execution | null, event: StepEvent): Execution {
  const base = before ?? FRESH;
  switch (event.type) {
    case 'step-commanded':
      return { ...base, status: 'waiting', attempt: event.attempt, input: event.input, dueAt: event.dueAt };
    case 'delay-started':
      return { ...base, status: 'waiting', attempt: event.attempt, dueAt: event.dueAt };
    case 'step-succeeded':
      return {
        ...base,
        status: 'succeeded',
        output: event.output,
        settledBy: event.attempt,
        dueAt: null,
        failure: null,
        mayHaveEffect: true,
      };
    case 'step-retry-scheduled':
      return {
        ...base,
        ...doubt(base, event),
        status: 'backing-off',
        failure: event.failure,
        dueAt: event.dueAt,
      };
    case 'step-failed':
      return {
        ...base,
        ...doubt(base, event),
        status: 'failed',
        failure: event.failure,
        settledBy: event.kind === 'unknown' ? null : event.attempt,
        dueAt: null,
      };
  }
}

/**
 * Only a refusal, or a command that never went out, leaves no doubt that nothing happened; the refusal of the
 * only attempt clears up the doubt about it, too.
 */
function doubt(base: Execution, event: { kind: FailureKind; attempt: number }) {
  if (event.kind === 'business' && event.attempt === 1) return { unknown: false, mayHaveEffect: false };
  return {
    unknown: base.unknown || event.kind === 'unknown',
    mayHaveEffect: base.mayHaveEffect || (event.kind !== 'business' && event.attempt > 0),
  };
}

function withNewRound(state: SagaState, path: string): SagaState['steps'] {
  const step = state.steps[path];
  if (!step) return state.steps;
  const fresh = (execution: Execution): Execution => ({
    ...execution,
    earlier: isInFlight(execution) ? execution.attempt - 1 : execution.attempt,
  });
  const next = step.compensation
    ? { ...step, compensation: fresh(step.compensation) }
    : { ...step, action: fresh(step.action) };
  return { ...state.steps, [path]: next };
}
