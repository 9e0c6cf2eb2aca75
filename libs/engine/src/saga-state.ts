import type { Json, JsonObject } from '@saga/definition';

/** `do` runs a step, `undo` compensates it. */
export type Direction = 'do' | 'undo';

export type SagaStatus = 'running' | 'compensating' | 'completed' | 'compensated' | 'needs-attention';

/** Why something did not work. `code` is stable and in kebab-case. */
export interface Failure {
  code: string;
  message: string;
  details?: Json;
}

/** How an attempt came to nothing; `unknown` means that it may have had its effect all the same. */
export type FailureKind = 'business' | 'technical' | 'unknown';

/**
 * One direction of a step, from its first command to its end.
 * `waiting`: a command is out. `backing-off`: the next attempt is due at `dueAt`.
 */
export interface Execution {
  status: 'waiting' | 'backing-off' | 'succeeded' | 'failed';
  attempt: number;
  /** Attempts before this round; an operator's retry opens a new round with a full allowance. */
  earlier: number;
  /** Milliseconds since the epoch: when the reply is overdue, or when the next attempt goes out. */
  dueAt: number | null;
  input: JsonObject;
  output: JsonObject | null;
  failure: Failure | null;
  /** The attempt whose reply settled it. */
  settledBy: number | null;
  /** True once any attempt timed out: nobody can say that it had no effect. */
  unknown: boolean;
  /** True once any attempt may have had an effect: it timed out, or broke. */
  mayHaveEffect: boolean;
}

export interface StepState {
  path: string;
  /** Position in the order of starting; compensation goes backwards along it. */
  order: number;
  action: Execution;
  compensation: Execution | null;
}

/** The step of another saga that this one is the work of. */
export interface Parent {
  sagaId: string;
  step: string;
  attempt: number;
}

/** What an operator can do about a saga that can't go on by itself. */
export type OperatorAct = 'retry' | 'skip' | 'cancel';

export interface Attention {
  reason: Failure;
  step: string | null;
  /** What the saga was doing, and goes back to. */
  was: 'running' | 'compensating';
  choices: OperatorAct[];
}

/** All that is known of a saga: the fold of its history. Times are milliseconds since the epoch. */
export interface SagaState {
  id: string;
  definition: string;
  version: number;
  status: SagaStatus;
  input: JsonObject;
  startedAt: number;
  updatedAt: number;
  deadlineAt: number | null;
  steps: Readonly<Record<string, StepState>>;
  /** Why the saga is being, or was, undone. */
  failure: (Failure & { step: string | null }) | null;
  attention: Attention | null;
  /** How many events its history has: the fence against two coordinators moving one saga. */
  revision: number;
}

export function isFinished(status: SagaStatus): boolean {
  return status === 'completed' || status === 'compensated';
}

/** Whether something is still to come of an execution by itself: a reply, or the next attempt. */
export function isInFlight(execution: Execution): boolean {
  return execution.status === 'waiting' || execution.status === 'backing-off';
}

/** The steps that have begun, in the order in which they did. */
export function stepsInOrder(state: SagaState): StepState[] {
  return Object.values(state.steps).sort((a, b) => a.order - b.order);
}
