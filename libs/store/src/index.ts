export type { AwaitedEvent, EventKey, StepOfSaga } from './awaited-events.js';
export type { ChildSummary } from './child-sagas.js';
export type {
  LetterCause,
  LetterClaims,
  LetterClosing,
  LetterInHand,
  LetterState,
  NewLetter,
} from './dead-letters.js';
export {
  DeadLetterQueries,
  type LetterFilter,
  type LetterGroup,
  type LetterOrder,
  type LetterSummary,
  type ShownLetter,
} from './dead-letter-queries.js';
export type { KeptEvent } from './early-events.js';
export {
  DefinitionRepository,
  type DefinitionVersion,
  type RegisteredDefinition,
  type TriggerAge,
} from './definition-repository.js';
export { FenceConflict, isTransient } from './errors.js';
export type { ApprovalChange, OpenApproval } from './open-approvals.js';
export type { HeldLock, LockPage } from './lock-queries.js';
export type { Lock, LockParty, LockRequest, LocksInHand } from './locks.js';
export type { OutboxEntry, OutboxMessage } from './outbox.js';
export type { ParkableMessage } from './parking-lot.js';
export { type Rollout, stableVersion, versionFor } from './rollout.js';
export {
  type Decision,
  type RolloutAct,
  type RolloutChange,
  RolloutRefused,
  RolloutRepository,
} from './rollout-repository.js';
export type { RunningSagas, SagasAt } from './running-sagas.js';
export { type HistoryEntry, type SagaFilter, SagaQueries, type SagaSummary } from './saga-queries.js';
export type { RegisteredCompensation, SagaChange, SagaRecord, StoredTrace } from './saga-record.js';
export { openStore, Store, type StoreOptions } from './store.js';
export { StoreTransaction } from './store-transaction.js';
export type { CountedUnknownEvents, UnknownEvents } from './unknown-events.js';
