import type { JsonObject } from '@saga/definition';
import type { Direction, Failure, OperatorAct, Parent } from './saga-state.js';

/** What a participant's reply says. */
export type Outcome =
  { result: 'success'; output: JsonObject } | { result: 'business' | 'technical'; failure: Failure };

/** Asks for a saga to begin; `parent` is the step of another saga that asks. */
export interface SagaStart {
  sagaId: string;
  definition: string;
  input: JsonObject;
  parent?: Parent;
}

/** All that can move a saga. `at` is the clock, in milliseconds since the epoch: the engine has no other. */
export type SagaInput = { at: number } & (
  | ({ type: 'start' } & SagaStart)
  /** `step` is the address that the command had. */
  | { type: 'reply'; step: string; direction: Direction; attempt: number; outcome: Outcome }
  /** The participant has not done it yet, but is at it: the time for its reply begins anew. */
  | {
      type: 'progress';
      step: string;
      direction: Direction;
      attempt: number;
      /** From 0 to 1. */
      fraction: number;
      note?: string;
    }
  /** Time has passed: whatever is due by `at` is due now. `lagging`: participants that don't keep up with their commands. */
  | { type: 'tick'; lagging?: ReadonlySet<string> }
  | { type: 'operator'; act: OperatorAct; by: string; reason: string }
  /** A domain event that a step waits for: its id, source, type, time and data. */
  | { type: 'event'; step: string; event: JsonObject }
  | { type: 'signal'; name: string; data: JsonObject }
  /** A person's answer; without `step` to the only question that is open. */
  | { type: 'approval'; step?: string; approved: boolean; by: string; comment: string }
  /** The parent undoes the step whose saga this is; `start` is as it was, in case that this comes first. */
  | { type: 'undo'; attempt: number; start: SagaStart }
);
