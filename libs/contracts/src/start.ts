import { readAttributes, requireType, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import { objectField, positiveIntegerField, textField } from './fields.js';
import { StartSchema } from './gen/saga/v1/start_pb.js';
import { HEADERS } from './headers.js';
import type { JsonObject, Start } from './messages.js';
import { parentField } from './parent.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { readSagaId } from './step-address.js';
import { readBody, writeValue } from './value.js';

const TYPE = 'saga.start';

/** A request to start a saga as it goes to the coordinator. */
export function encodeStart(start: Start, { format, topics }: Encoding): EncodedMessage {
  const { definition, version, input, parent } = start;
  return {
    topic: topics.start,
    key: start.sagaId,
    headers: { ...writeAttributes(start, start.source, TYPE, format), [HEADERS.sagaId]: start.sagaId },
    value: writeValue(StartSchema, { definition, version, input, parent }, format),
  };
}

/** @throws MalformedMessage when the message is not a request to start a saga */
export function decodeStart(message: ReceivedMessage): Start {
  const { id, source, type, time, trace } = readAttributes(message);
  requireType(type, TYPE);
  const sagaId = readSagaId(message.headers);
  const body = readBody(StartSchema, message);
  return {
    kind: 'start',
    id,
    source,
    sagaId,
    ...whatToStart(body),
    ...(body.parent !== undefined && { parent: parentField(body.parent, 'parent') }),
    time,
    ...trace,
  };
}

/**
 * The fields that tell a saga from others before it has begun.
 * @throws MalformedMessage when one is missing or of the wrong type
 */
export function whatToStart({ definition, version, input }: JsonObject) {
  return {
    definition: textField(definition, 'definition'),
    ...(version !== undefined && { version: positiveIntegerField(version, 'version') }),
    input: objectField(input, 'input'),
  };
}
