import { readAttributes, requireType, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import { positiveIntegerField } from './fields.js';
import { UndoSchema } from './gen/saga/v1/undo_pb.js';
import { HEADERS } from './headers.js';
import type { Undo } from './messages.js';
import { parentField } from './parent.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { whatToStart } from './start.js';
import { readSagaId } from './step-address.js';
import { readBody, writeValue } from './value.js';

const TYPE = 'saga.undo';

/** Whether a message on the topic of starts asks for an undoing. */
export function isUndo({ headers }: Pick<ReceivedMessage, 'headers'>): boolean {
  return headers[HEADERS.type] === TYPE;
}

/** A request to undo a saga as it goes to the coordinator, behind the saga's start. */
export function encodeUndo(undo: Undo, { format, topics }: Encoding): EncodedMessage {
  const { definition, version, input, parent, attempt } = undo;
  return {
    topic: topics.start,
    key: undo.sagaId,
    headers: { ...writeAttributes(undo, undo.source, TYPE, format), [HEADERS.sagaId]: undo.sagaId },
    value: writeValue(UndoSchema, { definition, version, input, parent, attempt }, format),
  };
}

/** @throws MalformedMessage when the message is not a request to undo a saga */
export function decodeUndo(message: ReceivedMessage): Undo {
  const { id, source, type, time, trace } = readAttributes(message);
  requireType(type, TYPE);
  const sagaId = readSagaId(message.headers);
  const body = readBody(UndoSchema, message);
  return {
    kind: 'undo',
    id,
    source,
    sagaId,
    ...whatToStart(body),
    parent: parentField(body.parent, 'parent'),
    attempt: positiveIntegerField(body.attempt, 'attempt'),
    time,
    ...trace,
  };
}
