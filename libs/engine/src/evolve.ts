import { executionAfter, type StepEvent } from './evolve-execution.js';
import { migrated } from './evolve-migration.js';
import type { SagaEvent } from './saga-event.js';
import { type Execution, isInFlight, type SagaState, type StepState } from './saga-state.js';
import { Steps } from './steps.js';

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
  const { sagaId: id, definition, version, input, at, deadlineAt, parent = null } = event;
  return {
    ...{ id, definition, version, input, parent, deadlineAt },
    startedAt: at,
    updatedAt: at,
    status: 'running',
    output: null,
    steps: Steps.NONE,
    failure: null,
    attention: null,
    signals: null,
    undoAttempt: null,
    addresses: null,
    revision: 1,
  };
}

function change(state: SagaState, event: Exclude<SagaEvent, { type: 'saga-started' }>): Partial<SagaState> {
  switch (event.type) {
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
      return { status: 'completed', output: event.output ?? {} };
    case 'saga-compensated':
      return { status: event.verified ? 'compensated-verified' : 'compensated' };
    case 'signal-received':
      return { signals: withSignals(state, event.name, [...pending(state, event.name), event.data]) };
    case 'signal-taken':
      return { signals: withSignals(state, event.name, pending(state, event.name).slice(1)) };
    case 'undo-asked':
      return { undoAttempt: event.attempt };
    case 'approval-given':
    case 'event-unexpected':
      return {};
    case 'saga-migrated':
      return migrated(state, event);
    default:
      return { steps: state.steps.with(stepAfter(state, event)) };
  }
}

function stepAfter(state: SagaState, event: StepEvent): StepState {
  const step = state.steps.get(event.step);
  if (event.direction === 'undo') {
    if (!step) throw new Error(`${event.type} undoes step "${event.step}", which never began`);
    return { ...step, compensation: executionAfter(step.compensation, event) };
  }
  const action = executionAfter(step?.action ?? null, event);
  return step
    ? { ...step, action }
    : { path: event.step, order: state.steps.size, action, compensation: null };
}

function withNewRound(state: SagaState, path: string): Steps {
  const step = state.steps.get(path);
  if (!step) return state.steps;
  const fresh = (execution: Execution): Execution => ({
    ...execution,
    earlier: isInFlight(execution) ? execution.attempt - 1 : execution.attempt,
  });
  return state.steps.with(
    step.compensation
      ? { ...step, compensation: fresh(step.compensation) }
      : { ...step, action: fresh(step.action) },
  );
}

function pending(state: SagaState, name: string): readonly { [key: string]: unknown }[] {
  return state.signals?.[name] ?? [];
}

function withSignals(state: SagaState, name: string, left: readonly unknown[]): SagaState['signals'] {
  const { [name]: _taken, ...others } = state.signals ?? {};
  const signals = left.length > 0 ? { ...others, [name]: left } : others;
  return Object.keys(signals).length > 0 ? (signals as SagaState['signals']) : null;
}
