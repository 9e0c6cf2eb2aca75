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
  const next: SagaState = Object.assign(copyOf(state), change(state, event));
  next.updatedAt = event.at;
  next.revision++;
  return next;
}

/** Written out, since spreading an object of so many fields takes microseconds, for each of a dozen events a saga. */
function copyOf(state: SagaState): SagaState {
  return {
    id: state.id,
    definition: state.definition,
    version: state.version,
    status: state.status,
    input: state.input,
    output: state.output,
    startedAt: state.startedAt,
    updatedAt: state.updatedAt,
    deadlineAt: state.deadlineAt,
    steps: state.steps,
    failure: state.failure,
    attention: state.attention,
    signals: state.signals,
    parent: state.parent,
    undoAttempt: state.undoAttempt,
    addresses: state.addresses,
    revision: state.revision,
  };
}

function started(event: Extract<SagaEvent, { type: 'saga-started' }>): SagaState {
  return {
    id: event.sagaId,
    definition: event.definition,
    version: event.version,
    status: 'running',
    input: event.input,
    output: null,
    startedAt: event.at,
    updatedAt: event.at,
    deadlineAt: event.deadlineAt,
    steps: Steps.NONE,
    failure: null,
    attention: null,
    signals: null,
    parent: event.parent ?? null,
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
