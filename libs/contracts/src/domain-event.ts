import { ValueSchema } from '@bufbuild/protobuf/wkt';
import { readAttributes, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import { HEADERS, type Headers } from './headers.js';
import type { DomainEvent } from './messages.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { readSagaId } from './step-address.js';
import { readValue, writeValue } from './value.js';

/** Where a domain event goes: its service's topic, and the key that keeps related events in order. */
export interface Destination {
  topic: string;
  key: string;
}

/** A domain event as it goes to its service's topic. In Protobuf its data is a google.protobuf.Value. */
export function encodeDomainEvent(event: DomainEvent, to: Destination, { format }: Encoding): EncodedMessage {
  return {
    topic: to.topic,
    key: to.key,
    headers: {
      ...writeAttributes(event, event.source, event.type, format),
      ...(event.sagaId !== undefined && { [HEADERS.sagaId]: event.sagaId }),
    },
    value: writeValue(ValueSchema, event.data, format),
  };
}

/** @throws MalformedMessage when the message is not an event */
export function decodeDomainEvent(message: ReceivedMessage): DomainEvent {
  const { trace, ...attributes } = readAttributes(message);
  return {
    kind: 'event',
    ...attributes,
    ...readOptionalSagaId(message.headers),
    data: readValue(ValueSchema, message),
    ...trace,
  };
}

function readOptionalSagaId(headers: Headers): { sagaId?: string } {
  return headers[HEADERS.sagaId] ? { sagaId: readSagaId(headers) } : {};
}
