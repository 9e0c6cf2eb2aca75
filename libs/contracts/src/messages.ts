/** A JSON object: what sagas, commands and replies carry. */
export type JsonObject = { [key: string]: Json };
export type Json = null | boolean | number | string | Json[] | JsonObject;

/** `do` runs a step, `undo` compensates it. */
export type Direction = 'do' | 'undo';

/** W3C trace context as it travels in message headers. */
export interface TraceContext {
  traceparent?: string;
  tracestate?: string;
}

/** Why a step or a compensation was refused or broke. `code` is stable and in kebab-case. */
export interface Failure {
  code: string;
  message: string;
  details?: Json;
}

/** Asks a participant to do or undo a step. `name` is `<participant>.<action>`; the topic follows from it. */
export interface Command extends TraceContext {
  kind: 'command';
  id: string;
  name: string;
  sagaId: string;
  step: string;
  attempt: number;
  direction: Direction;
  input: JsonObject;
  time: string;
  /** Until when its reply is waited for; left out when that has no end. */
  dueAt?: string;
}

/**
 * What came of a command. `success` carries the output, `business` is a refusal by the rules of the
 * participant (final), `technical` broke and may be tried again.
 */
export type Outcome =
  { result: 'success'; output: JsonObject } | { result: 'business' | 'technical'; failure: Failure };

/** A participant's answer. `causationId` is the command's id. */
export interface Reply extends TraceContext {
  kind: 'reply';
  id: string;
  source: string;
  sagaId: string;
  step: string;
  attempt: number;
  direction: Direction;
  causationId: string;
  outcome: Outcome;
  time: string;
}

/** How far a participant is with a command that takes long: the time for its reply begins anew. */
export interface Progress extends TraceContext {
  kind: 'progress';
  id: string;
  source: string;
  sagaId: string;
  step: string;
  attempt: number;
  direction: Direction;
  causationId: string;
  /** From 0 to 1. */
  fraction: number;
  note?: string;
  time: string;
}

/** The step of another saga whose work a saga is. `attempt` is the one that asked for its start. */
export interface Parent {
  sagaId: string;
  step: string;
  attempt: number;
}

/** Asks the coordinator to start a saga. The saga's id makes it happen once, however often it is asked. */
export interface Start extends TraceContext {
  kind: 'start';
  id: string;
  source: string;
  sagaId: string;
  definition: string;
  version?: number;
  input: JsonObject;
  /** Its end is the reply to this step. */
  parent?: Parent;
  time: string;
}

/**
 * Asks the coordinator to undo the saga that did a step of another one, whatever has become of it. It says all that
 * the start says, since it may come first; `attempt` is the one at undoing the step.
 */
export interface Undo extends TraceContext {
  kind: 'undo';
  id: string;
  source: string;
  sagaId: string;
  definition: string;
  version?: number;
  input: JsonObject;
  parent: Parent;
  attempt: number;
  time: string;
}

/** Tells something to a saga that waits for it, or will. */
export interface Signal extends TraceContext {
  kind: 'signal';
  id: string;
  source: string;
  sagaId: string;
  name: string;
  data: JsonObject;
  time: string;
}

/** Something that happened in a service's own domain, published on that service's own topic. */
export interface DomainEvent extends TraceContext {
  kind: 'event';
  id: string;
  source: string;
  type: string;
  data: Json;
  time: string;
  sagaId?: string;
}

export const LIFECYCLE_STATES = [
  'started',
  'waiting',
  'step-succeeded',
  'compensating',
  'step-compensated',
  'completed',
  'compensated',
  'compensated-verified',
  'needs-attention',
] as const;

/** What the coordinator tells the world of a saga, on `saga.lifecycle`. */
export interface Lifecycle extends TraceContext {
  kind: 'lifecycle';
  id: string;
  sagaId: string;
  definition: string;
  version: number;
  state: (typeof LIFECYCLE_STATES)[number];
  step?: string;
  failure?: Failure;
  time: string;
}

/** Why a message could not be used: a stable code, the field at fault where there is one, and what to do. */
export interface DeadLetterCause {
  code: string;
  message: string;
  field?: string;
  fix?: string;
}

/** A message that could not be handled, whole, with the cause. `key` and `value` are the original bytes. */
export interface DeadLetter {
  kind: 'dead-letter';
  id: string;
  cause: DeadLetterCause;
  original: {
    topic: string;
    partition: number;
    offset: string;
    timestamp: number;
    key: string | null;
    headers: Record<string, string>;
    value: Buffer | null;
  };
  consumerGroup: string;
  time: string;
}

export type Message =
  Command | Reply | Progress | Start | Undo | Signal | DomainEvent | Lifecycle | DeadLetter;
