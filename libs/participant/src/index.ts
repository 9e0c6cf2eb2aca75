export {
  BarrierUnavailable,
  type Barrier,
  type Effect,
  type Parcel,
  type Passage,
  type Settlement,
} from './barrier.js';
export { barrierMigration } from './barrier-schema.js';
export { ledgerMigration } from './effect-ledger.js';
export { BusinessFailure, TechnicalFailure } from './failures.js';
export type {
  CommandContext,
  CommandHandler,
  CommandHandlers,
  EmittedEvent,
  ParticipantCommand,
} from './handler.js';
export {
  type CommandMap,
  handlersFor,
  type HandlersOf,
  type InputOf,
  type ParticipantsOf,
} from './handlers-for.js';
export { inMemoryBarrier } from './in-memory-barrier.js';
export type { ParticipantHealth, ParticipantState } from './participant-health.js';
export { ruleOn, type StepRecord } from './rules.js';
export { runUntilSignal } from './run-until-signal.js';
export { createParticipant, type Participant, type ParticipantOptions } from './participant.js';
export { postgresBarrier } from './postgres-barrier.js';
export { sqlBarrier, type LedgerOptions, type SqlBarrier, type SqlBarrierOptions } from './sql-barrier.js';
export type { IsolationLevel, Query, SqlDatabase } from './sql-database.js';
export { attemptAskedAbout, type AskedAttempt, statusOf } from './status-query.js';
export { typeormBarrier } from './typeorm-barrier.js';
