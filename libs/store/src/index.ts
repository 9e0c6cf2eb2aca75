export { DefinitionRepository, type RegisteredDefinition, type TriggerAge } from './definition-repository.js';
export { FenceConflict, isTransient } from './errors.js';
export type { OutboxEntry, OutboxMessage } from './outbox.js';
export type { ParkableMessage } from './parking-lot.js';
export { type HistoryEntry, type SagaFilter, SagaQueries, type SagaSummary } from './saga-queries.js';
export type { RegisteredCompensation, SagaChange, SagaRecord, StoredTrace } from './saga-record.js';
export { openStore, Store, type StoreOptions } from './store.js';
export { StoreTransaction } from './store-transaction.js';
