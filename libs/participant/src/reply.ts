import { randomUUID } from 'node:crypto';
import type { OutgoingMessage } from '@saga/bus';
import { replyId, type Codec, type Command, type Outcome, type TraceContext } from '@saga/contracts';
import { TechnicalFailure } from './failures.js';
import type { EmittedEvent } from './handler.js';

const LONGEST_NOTE = 500;
const TOPIC_NAME = /^[A-Za-z0-9._-]{1,249}$/;

/** Who sends, and how messages are written. */
export interface Sender {
  name: string;
  codec: Codec;
}

/**
 * The reply to a command, written for the wire. It continues the trace in which the command was handled.
 * Throws `TechnicalFailure` `invalid-reply` when the outcome can't be written, too large for one.
 */
export function writeReply(
  { name, codec }: Sender,
  command: Command,
  trace: TraceContext,
  outcome: Outcome,
): OutgoingMessage {
  const { id, sagaId, step, attempt, direction } = command;
  try {
    return codec.encode({
      kind: 'reply',
      id: replyId(id),
      source: name,
      sagaId,
      step,
      attempt,
      direction,
      causationId: id,
      outcome,
      time: new Date().toISOString(),
      ...trace,
    });
  } catch (error) {
    throw new TechnicalFailure(
      'invalid-reply',
      `the answer to ${command.name} can't be sent: ${messageOf(error)}`,
    );
  }
}

/** News of how far a command is. */
export function writeProgress(
  { name, codec }: Sender,
  command: Command,
  trace: TraceContext,
  { fraction, note }: { fraction: number; note?: string },
): OutgoingMessage {
  const { id: causationId, sagaId, step, attempt, direction } = command;
  return codec.encode({
    ...{ kind: 'progress', id: randomUUID(), source: name, sagaId, step, attempt, direction, causationId },
    ...(note !== undefined && { note: note.slice(0, LONGEST_NOTE) }),
    fraction,
    time: new Date().toISOString(),
    ...trace,
  });
}

/** An event that a handler emits. Throws `TechnicalFailure` `invalid-event` when it can't be written. */
export function writeEvent(
  { name, codec }: Sender,
  { sagaId }: Command,
  trace: TraceContext,
  { topic, type, data, key = sagaId }: EmittedEvent,
): OutgoingMessage {
  // A topic that no broker takes would stay in the outbox for ever.
  if (!TOPIC_NAME.test(topic)) {
    throw new TechnicalFailure('invalid-event', `"${topic}" is no topic: use 1 to 249 of A-Z a-z 0-9 . _ -`);
  }
  try {
    return codec.encodeDomainEvent(
      {
        kind: 'event',
        id: randomUUID(),
        source: name,
        type,
        data,
        sagaId,
        time: new Date().toISOString(),
        ...trace,
      },
      { topic, key },
    );
  } catch (error) {
    throw new TechnicalFailure('invalid-event', `the event ${type} can't be sent: ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
