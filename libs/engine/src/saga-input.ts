import type { JsonObject } from '@saga/definition';
import type { Direction, Failure, OperatorAct } from './saga-state.js';

/** What a participant's reply says. */
export type Outcome =
  { result: 'success'; output: JsonObject } | { result: 'business' | 'technical'; failure: Failure };

/** All that can move a saga. `at` is the clock, in milliseconds since the epoch: the engine has no other. */
export type SagaInput = { at: number } & (
  | { type: 'start'; sagaId: string; definition: string; input: JsonObject }
  | { type: 'reply'; step: string; direction: Direction; attempt: number; outcome: Outcome }
  /** Time has passed: whatever is due by `at` is due now. */
  | { type: 'tick' }
  | { type: 'operator'; act: OperatorAct; by: string; reason: string }
);
