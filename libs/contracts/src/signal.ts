import { readAttributes, requireType, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import { objectField, textField } from './fields.js';
import { SignalSchema } from './gen/saga/v1/signal_pb.js';
import { HEADERS } from './headers.js';
import type { Signal } from './messages.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { readSagaId } from './step-address.js';
import { readBody, writeValue } from './value.js';

const TYPE = 'saga.signal';

/** A signal as it goes to the coordinator. */
export function encodeSignal(signal: Signal, { format, topics }: Encoding): EncodedMessage {
  const { name, data } = signal;
  return {
    topic: topics.signal,
    key: signal.sagaId,
    headers: { ...writeAttributes(signal, signal.source, TYPE, format), [HEADERS.sagaId]: signal.sagaId },
    value: writeValue(SignalSchema, { name, data }, format),
  };
}

/** @throws MalformedMessage when the message is not a signal */
export function decodeSignal(message: ReceivedMessage): Signal {
  const { id, source, type, time, trace } = readAttributes(message);
  requireType(type, TYPE);
  const sagaId = readSagaId(message.headers);
  const { name, data } = readBody(SignalSchema, message);
  return {
    kind: 'signal',
    id,
    source,
    sagaId,
    name: textField(name, 'name'),
    data: objectField(data ?? {}, 'data'),
    time,
    ...trace,
  };
}
