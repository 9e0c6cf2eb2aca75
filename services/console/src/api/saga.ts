/** What the coordinator's API says of sagas. Times are ISO 8601. */
export type SagaState =
  'running' | 'compensating' | 'completed' | 'compensated' | 'compensated-verified' | 'needs-attention';

export const SAGA_STATES: readonly SagaState[] = [
  'running',
  'compensating',
  'needs-attention',
  'completed',
  'compensated',
  'compensated-verified',
];

export type SagaCounts = Partial<Record<SagaState, number>>;

/** `do` runs a step, `undo` compensates it. */
export type Direction = 'do' | 'undo';

/**
 * How an attempt came to nothing; `unknown` means that it may have had its effect all the same, `never` that its
 * participant says that it has had none.
 */
export type FailureKind = 'business' | 'technical' | 'unknown' | 'never';

export type OperatorAct = 'retry' | 'skip' | 'cancel';

export interface Failure {
  code: string;
  message: string;
}

export interface SagaSummary {
  id: string;
  definition: string;
  version: number;
  state: SagaState;
  startedAt: string;
  updatedAt: string;
}

export interface SagaPage {
  sagas: SagaSummary[];
  /** For the page after this one; null on the last. */
  next: string | null;
}

/** One direction of a step, from its first command to its end. */
export interface Execution {
  state: 'waiting' | 'backing-off' | 'succeeded' | 'failed';
  attempt: number;
  input: object;
  output: object | null;
  failure: Failure | null;
  dueAt: string | null;
  unknown: boolean;
  /** How far its participant is with the attempt in hand, if it tells; `fraction` is from 0 to 1. */
  progress: { fraction: number; note: string | null } | null;
}

export interface Step extends Execution {
  name: string;
  compensation: Execution | null;
}

/** Why a saga can't go on by itself, and what can be done about it. */
export interface Attention {
  reason: Failure;
  step: string | null;
  was: 'running' | 'compensating';
  choices: OperatorAct[];
}

interface OfStep {
  step: string;
  direction: Direction;
  attempt: number;
}

/** What happened to a saga, one line of its history. */
export type SagaEvent = { seq: number; at: string } & (
  | { type: 'saga-started'; input: object }
  | ({ type: 'step-commanded'; input: object } & OfStep)
  | ({ type: 'delay-started' | 'step-asked' | 'clock-restarted' | 'event-expected'; dueAt: string } & OfStep)
  | ({ type: 'step-progressed'; fraction: number; note?: string } & OfStep)
  | ({ type: 'wait-started'; input: object; dueAt: string | null } & OfStep)
  | { type: 'event-unexpected'; step: string; event: object }
  | ({ type: 'each-started'; input: { items: unknown[] } } & OfStep)
  | ({ type: 'each-progressed'; next: number; open: readonly number[] } & OfStep)
  | ({ type: 'round-started'; round: number } & OfStep)
  | ({ type: 'step-succeeded'; output: object; skipped?: true } & OfStep)
  | ({ type: 'step-retry-scheduled' | 'step-failed'; kind: FailureKind; failure: Failure } & OfStep)
  /** `step` is a flow of a group, such as `legs/air`; after it `next` is tried, where there is one. */
  | ({ type: 'flow-undoing'; failure: Failure; cause: string | null; next: number | null } & OfStep)
  | ({ type: 'flow-undone' } & OfStep)
  | { type: 'signal-received' | 'signal-taken'; name: string }
  | { type: 'approval-given'; step: string; approved: boolean; by: string; comment: string }
  | { type: 'undo-asked'; attempt: number }
  | { type: 'compensation-started'; step: string | null; failure: Failure }
  | { type: 'needs-attention'; attention: Attention }
  | { type: 'operator-acted'; act: OperatorAct; step: string | null; by: string; reason: string }
  | { type: 'saga-migrated'; fromVersion: number; toVersion: number; by: string; reason: string }
  | { type: 'saga-resumed' | 'saga-completed' }
  | { type: 'saga-compensated'; verified?: true }
);

/** The saga of a step that another saga does. */
export interface ChildSaga {
  step: string;
  attempt: number;
  id: string;
  definition: string;
  state: SagaState;
}

/** Whether nothing more will happen to a saga by itself or by hand. */
export function hasEnded(state: SagaState): boolean {
  return state === 'completed' || isUndone(state);
}

export function isUndone(state: SagaState): boolean {
  return state === 'compensated' || state === 'compensated-verified';
}

export interface Saga extends SagaSummary {
  input: object;
  output: object | null;
  /** The step of another saga that this one is the work of. */
  parent: { sagaId: string; step: string } | null;
  children: ChildSaga[];
  failure: (Failure & { step: string | null }) | null;
  attention: Attention | null;
  deadlineAt: string | null;
  traceId: string | null;
  steps: Step[];
  history: SagaEvent[];
}
