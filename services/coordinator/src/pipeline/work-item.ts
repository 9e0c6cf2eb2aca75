import type { DeadLetterCause, Reply, Start } from '@saga/contracts';
import { type IncomingMessage, messageId } from '@saga/bus';
import type { SagaInput } from '@saga/engine';

/** One thing to do to one saga. `claim` is the id under which the inbox knows the message it came with. */
export interface SagaWork {
  type: 'start' | 'reply';
  claim: string;
  origin: IncomingMessage;
  sagaId: string;
  start?: Start;
  input: SagaInput;
}

/** A message that can't be used: it goes to the dead letters, whole. */
export interface RejectedWork {
  type: 'reject';
  claim: string;
  origin: IncomingMessage;
  cause: DeadLetterCause;
}

export type WorkItem = SagaWork | RejectedWork;

/** The place where a message lay is its identity when it has no other. */
export function rejected(origin: IncomingMessage, cause: DeadLetterCause): RejectedWork {
  return { type: 'reject', claim: `rejected:${messageId(origin)}`, origin, cause };
}

export function startWork(origin: IncomingMessage, start: Start, at: number, claim = idOf(start)): SagaWork {
  const { sagaId, definition, input } = start;
  return {
    type: 'start',
    claim,
    origin,
    sagaId,
    start,
    input: { type: 'start', sagaId, definition, input, at },
  };
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

/** CloudEvents promise that source and id together are unique. */
function idOf({ source, id }: { source: string; id: string }): string {
  return `${source}/${id}`;
}
