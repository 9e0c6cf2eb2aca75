import type { DeadLetterCause, Progress, Reply, Signal, Start, Undo } from '@saga/contracts';
import { type IncomingMessage, messageId } from '@saga/bus';
import type { SagaInput, SagaStart } from '@saga/engine';
import type { ComingEvent } from './event-handover.js';

/** One thing to do to one saga. `claim` is the id under which the inbox knows the message it came with. */
export interface SagaWork {
  /** `trigger`: a start that nobody asked for by the definition's name, because of a domain event. */
  type: 'start' | 'trigger' | 'undo' | 'reply' | 'progress' | 'signal';
  claim: string;
  origin: IncomingMessage;
  sagaId: string;
  /** What begins the saga if there is none. */
  start?: Start | Undo;
  input: SagaInput;
}

/** An event for all sagas that wait for it, each of which takes it once. */
export interface EventWork {
  type: 'event';
  origin: IncomingMessage;
  event: ComingEvent;
}

/** A message that can't be used: it goes to the dead letters, whole. */
export interface RejectedWork {
  type: 'reject';
  claim: string;
  origin: IncomingMessage;
  cause: DeadLetterCause;
}

export type WorkItem = SagaWork | EventWork | RejectedWork;

export function isSagaWork(item: WorkItem): item is SagaWork {
  return item.type !== 'event' && item.type !== 'reject';
}

/** The place where a message lay is its identity when it has no other. */
export function rejected(origin: IncomingMessage, cause: DeadLetterCause): RejectedWork {
  return { type: 'reject', claim: `rejected:${messageId(origin)}`, origin, cause };
}

export function startWork(origin: IncomingMessage, start: Start, at: number): SagaWork {
  return {
    type: 'start',
    claim: idOf(start),
    origin,
    sagaId: start.sagaId,
    start,
    input: Object.assign({ type: 'start' as const, at }, sagaStart(start)),
  };
}

/** `claim` tells the sagas that one event starts from each other. */
export function triggerWork(origin: IncomingMessage, start: Start, at: number, claim: string): SagaWork {
  return { ...startWork(origin, start, at), type: 'trigger', claim };
}

export function undoWork(origin: IncomingMessage, undo: Undo, at: number): SagaWork {
  const { sagaId, attempt } = undo;
  return {
    type: 'undo',
    claim: idOf(undo),
    origin,
    sagaId,
    start: undo,
    input: { type: 'undo', attempt, start: sagaStart(undo), at },
  };
}

export function signalWork(origin: IncomingMessage, signal: Signal, at: number): SagaWork {
  const { sagaId, name, data } = signal;
  return {
    type: 'signal',
    claim: idOf(signal),
    origin,
    sagaId,
    input: { type: 'signal', name, data, at },
  };
}

/** What of a request to start a saga, or to undo one, the engine needs to begin it. */
export function sagaStart({ sagaId, definition, input, parent }: Start | Undo): SagaStart {
  return parent ? { sagaId, definition, input, parent } : { sagaId, definition, input };
}

export function replyWork(origin: IncomingMessage, reply: Reply, at: number): SagaWork {
  const { sagaId, step, direction, attempt, outcome } = reply;
  return {
    type: 'reply',
    claim: idOf(reply),
    origin,
    sagaId,
    input: { type: 'reply', step, direction, attempt, outcome, at },
  };
}

export function progressWork(origin: IncomingMessage, progress: Progress, at: number): SagaWork {
  const { sagaId, step, direction, attempt, fraction, note } = progress;
  const news = { type: 'progress', step, direction, attempt, fraction, at } as const;
  return {
    type: 'progress',
    claim: idOf(progress),
    origin,
    sagaId,
    input: note === undefined ? news : { ...news, note },
  };
}

/** CloudEvents promise that source and id together are unique. */
function idOf({ source, id }: { source: string; id: string }): string {
  return `${source}/${id}`;
}
