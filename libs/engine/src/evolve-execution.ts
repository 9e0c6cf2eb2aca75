import type { SagaEvent } from './saga-event.js';
import { type Direction, type Execution, type FailureKind } from './saga-state.js';

export type StepEvent = Extract<SagaEvent, { direction: Direction }>;

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

/** An execution after an event; `before` is null when that event begins it. */
export function executionAfter(before: Execution | null, event: StepEvent): Execution {
  const base = before ?? FRESH;
  switch (event.type) {
    case 'step-commanded':
    case 'wait-started':
      return { ...base, status: 'waiting', attempt: event.attempt, input: event.input, dueAt: event.dueAt };
    case 'delay-started':
      return { ...base, status: 'waiting', attempt: event.attempt, dueAt: event.dueAt };
    case 'each-started':
      return { ...base, status: 'waiting', attempt: 1, input: event.input, output: { next: 0, open: [] } };
    case 'each-progressed':
      return { ...base, output: { next: event.next, open: event.open } };
    case 'round-started':
      return { ...base, status: 'waiting', attempt: 1, output: { round: event.round } };
    case 'step-succeeded':
      return {
        ...base,
        status: 'succeeded',
        output: event.output,
        settledBy: event.skipped ? null : event.attempt,
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
    case 'step-asked':
      return { ...base, dueAt: event.dueAt, unknown: true, mayHaveEffect: true };
    case 'clock-restarted':
    case 'step-progressed':
    case 'event-expected':
      return { ...base, dueAt: event.dueAt };
    case 'flow-undoing':
      return {
        ...base,
        status: 'waiting',
        attempt: 1,
        failure: event.failure,
        input: { cause: event.cause, next: event.next },
      };
    case 'flow-undone':
      return { ...base, status: 'failed' };
  }
}

/**
 * Only a refusal, a command that never went out, or the word of the participant leaves no doubt that nothing happened;
 * the refusal of the only attempt clears up the doubt about it, too.
 */
function doubt(base: Execution, event: { kind: FailureKind; attempt: number }) {
  if (event.kind === 'never' || (event.kind === 'business' && event.attempt === 1))
    return { unknown: false, mayHaveEffect: false };
  return {
    unknown: base.unknown || event.kind === 'unknown',
    mayHaveEffect: base.mayHaveEffect || (event.kind !== 'business' && event.attempt > 0),
  };
}
