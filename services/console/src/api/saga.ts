/** What the coordinator's API says of sagas. Times are ISO 8601. */
export type SagaState = 'running' | 'compensating' | 'completed' | 'compensated' | 'needs-attention';

export const SAGA_STATES: readonly SagaState[] = [
  'running',
  'compensating',
  'needs-attention',
  'completed',
  'compensated',
];

export type SagaCounts = Partial<Record<SagaState, number>>;

/** `do` runs a step, `undo` compensates it. */
export type Direction = 'do' | 'undo';

/** How an attempt came to nothing; `unknown` means that it may have had its effect all the same. */
export type FailureKind = 'business' | 'technical' | 'unknown';

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
  | ({ type: 'delay-started'; dueAt: string } & OfStep)
  | ({ type: 'step-succeeded'; output: object } & OfStep)
  | ({ type: 'step-retry-scheduled' | 'step-failed'; kind: FailureKind; failure: Failure } & OfStep)
  | { type: 'compensation-started'; step: string | null; failure: Failure }
  | { type: 'needs-attention'; attention: Attention }
  | { type: 'operator-acted'; act: OperatorAct; step: string | null; by: string; reason: string }
  | { type: 'saga-resumed' | 'saga-completed' | 'saga-compensated' }
);

export interface Saga extends SagaSummary {
  input: object;
  failure: (Failure & { step: string | null }) | null;
  attention: Attention | null;
  deadlineAt: string | null;
  traceId: string | null;
  steps: Step[];
  history: SagaEvent[];
}
