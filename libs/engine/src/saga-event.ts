import type { JsonObject } from '@saga/definition';
import type { Names } from './names.js';
import type { Attention, Direction, Failure, FailureKind, OperatorAct, Parent } from './saga-state.js';

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
      parent?: Parent;
    }
  | ({ type: 'step-commanded'; input: JsonObject; dueAt: number | null } & OfStep)
  /** A delay has begun: nobody is asked for anything, the step succeeds when its time has come. */
  | ({ type: 'delay-started'; dueAt: number } & OfStep)
  /** An event, a signal or a person's answer is awaited. */
  | ({ type: 'wait-started'; input: JsonObject; dueAt: number | null } & OfStep)
  /** Those have come that an event comes after: it has to come until `dueAt`. */
  | ({ type: 'event-expected'; dueAt: number } & OfStep)
  /** One that had come before, or comes when it is no longer awaited. */
  | { type: 'event-unexpected'; step: string; event: JsonObject }
  /** The items are in the input. */
  | ({ type: 'each-started'; input: JsonObject } & OfStep)
  /** `open` items are under way; those from `next` on have not begun. */
  | ({ type: 'each-progressed'; next: number; open: number[] } & OfStep)
  | ({ type: 'round-started'; round: number } & OfStep)
  | ({ type: 'step-succeeded'; output: JsonObject; skipped?: true } & OfStep)
  | ({ type: 'step-retry-scheduled'; kind: FailureKind; failure: Failure; dueAt: number } & OfStep)
  | ({ type: 'step-failed'; kind: FailureKind; failure: Failure } & OfStep)
  /** Its participant is asked what became of the attempt, until `dueAt`. */
  | ({ type: 'step-asked'; dueAt: number } & OfStep)
  /** The participant does not keep up: the time for the reply begins anew. */
  | ({ type: 'clock-restarted'; dueAt: number } & OfStep)
  /** The participant tells how far it is; the time for its reply begins anew, but never ends earlier. */
  | ({ type: 'step-progressed'; fraction: number; note?: string; dueAt: number | null } & OfStep)
  /** `step` is a flow of a group, given up because of `cause`; after it `next` is tried, where there is one. */
  | ({ type: 'flow-undoing'; failure: Failure; cause: string | null; next: number | null } & OfStep)
  | ({ type: 'flow-undone' } & OfStep)
  | { type: 'signal-received'; name: string; data: JsonObject }
  | { type: 'signal-taken'; name: string }
  | { type: 'approval-given'; step: string; approved: boolean; by: string; comment: string }
  | { type: 'undo-asked'; attempt: number }
  | { type: 'compensation-started'; step: string | null; failure: Failure }
  | { type: 'needs-attention'; attention: Attention }
  | { type: 'operator-acted'; act: OperatorAct; step: string | null; by: string; reason: string }
  | { type: 'saga-resumed' }
  /** It goes on by another version; `steps` are the new names of those that have others there. */
  | {
      type: 'saga-migrated';
      fromVersion: number;
      toVersion: number;
      steps: Names;
      by: string;
      reason: string;
    }
  | { type: 'saga-completed'; output?: JsonObject }
  | { type: 'saga-compensated'; verified?: true }
);

export type SagaEventType = SagaEvent['type'];
