export {
  BarrierUnavailable,
  type Barrier,
  type Effect,
  type Parcel,
  type Passage,
  type Settlement,
} from './barrier.js';
export { barrierMigration } from './barrier-schema.js';
export { BusinessFailure, TechnicalFailure } from './failures.js';
export type {
  CommandContext,
  CommandHandler,
  CommandHandlers,
  EmittedEvent,
  ParticipantCommand,
} from './handler.js';
export { inMemoryBarrier } from './in-memory-barrier.js';
export type { ParticipantHealth, ParticipantState } from './participant-health.js';
export { runUntilSignal } from './run-until-signal.js';
export { createParticipant, type Participant, type ParticipantOptions } from './participant.js';
export { postgresBarrier } from './postgres-barrier.js';
export type { SqlBarrier, SqlBarrierOptions } from './sql-barrier.js';
export { attemptAskedAbout, type AskedAttempt, statusOf } from './status-query.js';
export { typeormBarrier } from './typeorm-barrier.js';
