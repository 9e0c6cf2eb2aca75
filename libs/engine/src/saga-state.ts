import type { Json, JsonObject } from '@saga/definition';
import type { Names } from './names.js';
import type { Steps } from './steps.js';

/** `do` runs a step, `undo` compensates it. */
export type Direction = 'do' | 'undo';

export type SagaStatus =
  'running' | 'compensating' | 'completed' | 'compensated' | 'compensated-verified' | 'needs-attention';

/** Why something did not work. `code` is stable and in kebab-case. */
export interface Failure {
  code: string;
  message: string;
  details?: Json;
}

/**
 * How an attempt came to nothing. `business`: refused; `technical`: broken; `unknown`: it may have had its effect all
 * the same; `never`: whoever was asked says that it has had none, and will have none.
 */
export type FailureKind = 'business' | 'technical' | 'unknown' | 'never';

/**
 * One direction of a step, from its first command to its end.
 * `waiting`: something is awaited, until `dueAt` if that is set. `backing-off`: the next attempt is due at `dueAt`.
 */
export interface Execution {
  status: 'waiting' | 'backing-off' | 'succeeded' | 'failed';
  attempt: number;
  /** Attempts before this round; an operator's retry opens a new round with a full allowance. */
  earlier: number;
  /** Milliseconds since the epoch: when the reply is overdue, or when the next attempt goes out. */
  dueAt: number | null;
  input: JsonObject;
  /** What a step has given; of a loop under way, how far it is. */
  output: JsonObject | null;
  failure: Failure | null;
  /** The attempt whose reply settled it; null when a person did. */
  settledBy: number | null;
  /** True once any attempt timed out: nobody can say that it had no effect. */
  unknown: boolean;
  /** True once any attempt may have had an effect: it timed out, or broke. */
  mayHaveEffect: boolean;
}

/**
 * A step that has begun. So have loops, pauses and waits, and the flows of groups that are undone while the saga goes
 * on (`legs/air`): these have an action only.
 */
export interface StepState {
  /** The step's name; in a loop behind that of the loop and its place in it, such as `parcels[3].book`. */
  path: string;
  /** Position in the order of starting, from 0 without gaps; compensation goes backwards along it. */
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
  direction: Direction;
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
  /** What the saga gives, once it is completed. */
  output: JsonObject | null;
  startedAt: number;
  updatedAt: number;
  deadlineAt: number | null;
  steps: Steps;
  /** Why the saga is being, or was, undone. */
  failure: (Failure & { step: string | null }) | null;
  attention: Attention | null;
  /** Signals that no step has waited for yet, by their name. */
  signals: Readonly<Record<string, readonly JsonObject[]>> | null;
  parent: Parent | null;
  /** The attempt at undoing this saga that its parent makes. */
  undoAttempt: number | null;
  /** By their names, what others know those steps as that were renamed since they began. */
  addresses: Names | null;
  /** How many events its history has: the fence against two coordinators moving one saga. */
  revision: number;
}

export function isFinished(status: SagaStatus): boolean {
  return status === 'completed' || status === 'compensated' || status === 'compensated-verified';
}

/** Whether something is still to come of an execution by itself: a reply, or the next attempt. */
export function isInFlight(execution: Execution): boolean {
  return execution.status === 'waiting' || execution.status === 'backing-off';
}
