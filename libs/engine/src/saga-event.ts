import type { JsonObject } from '@saga/definition';
import type { Attention, Direction, Failure, FailureKind, OperatorAct } from './saga-state.js';

interface OfStep {
  step: string;
  direction: Direction;
  attempt: number;
}

/** What happened to a saga, one line of its history. The state is the fold of these (see evolve). */
export type SagaEvent = { at: number } & (
  | {
      type: 'saga-started';
      sagaId: string;
      definition: string;
      version: number;
      input: JsonObject;
      deadlineAt: number | null;
    }
  | ({ type: 'step-commanded'; input: JsonObject; dueAt: number } & OfStep)
  /** A delay has begun: nobody is asked for anything, the step succeeds when its time has come. */
  | ({ type: 'delay-started'; dueAt: number } & OfStep)
  | ({ type: 'step-succeeded'; output: JsonObject } & OfStep)
  | ({ type: 'step-retry-scheduled'; kind: FailureKind; failure: Failure; dueAt: number } & OfStep)
  | ({ type: 'step-failed'; kind: FailureKind; failure: Failure } & OfStep)
  | { type: 'compensation-started'; step: string | null; failure: Failure }
  | { type: 'needs-attention'; attention: Attention }
  | { type: 'operator-acted'; act: OperatorAct; step: string | null; by: string; reason: string }
  | { type: 'saga-resumed' }
  | { type: 'saga-completed' }
  | { type: 'saga-compensated' }
);

export type SagaEventType = SagaEvent['type'];
