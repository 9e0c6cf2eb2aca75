import { readAttributes, requireType, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import { objectField, positiveIntegerField, textField } from './fields.js';
import { StartSchema } from './gen/saga/v1/start_pb.js';
import { HEADERS } from './headers.js';
import type { Start } from './messages.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { readSagaId } from './step-address.js';
import { readBody, writeValue } from './value.js';

const TYPE = 'saga.start';

/** A request to start a saga as it goes to the coordinator. */
export function encodeStart(start: Start, { format, topics }: Encoding): EncodedMessage {
  const { definition, version, input } = start;
  return {
    topic: topics.start,
    key: start.sagaId,
    headers: { ...writeAttributes(start, start.source, TYPE, format), [HEADERS.sagaId]: start.sagaId },
    value: writeValue(StartSchema, { definition, version, input }, format),
  };
}

/** @throws MalformedMessage when the message is not a request to start a saga */
export function decodeStart(message: ReceivedMessage): Start {
  const { id, source, type, time, trace } = readAttributes(message);
  requireType(type, TYPE);
  const sagaId = readSagaId(message.headers);
  const { definition, version, input } = readBody(StartSchema, message);
  return {
    kind: 'start',
    id,
    source,
    sagaId,
    definition: textField(definition, 'definition'),
    ...(version !== undefined && { version: positiveIntegerField(version, 'version') }),
    input: objectField(input, 'input'),
    time,
    ...trace,
  };
}
