import type { SagaEvent, SagaState } from '@saga/engine';
import type { JsonObject } from '@saga/definition';

/** The W3C trace context in which a saga began. */
export interface StoredTrace {
  traceparent: string;
  tracestate?: string;
}

/** A saga as it lies in the database. `wakeAt` is in milliseconds since the epoch. */
export interface SagaRecord {
  state: SagaState;
  trace: StoredTrace | null;
  wakeAt: number | null;
}

export interface RegisteredCompensation {
  step: string;
  command: string;
  input: JsonObject;
}

/** What a transaction does to one saga. `before` is null for a saga that starts in it. */
export interface SagaChange {
  before: SagaRecord | null;
  after: SagaRecord;
  events: SagaEvent[];
  compensations: RegisteredCompensation[];
}
