import { readAttributes, requireType, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import {
  failureField,
  invalid,
  optionalTextField,
  positiveIntegerField,
  textField,
  writeFailure,
} from './fields.js';
import { LifecycleSchema } from './gen/saga/v1/lifecycle_pb.js';
import { HEADERS } from './headers.js';
import { LIFECYCLE_STATES, type Lifecycle } from './messages.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { readSagaId } from './step-address.js';
import { readBody, writeValue } from './value.js';

/** News of a saga. The CloudEvents type ends in the state, so that subscribers can filter by headers. */
export function encodeLifecycle(news: Lifecycle, { source, format, topics }: Encoding): EncodedMessage {
  const { definition, version, state, step } = news;
  const failure = news.failure && writeFailure(news.failure);
  const headers = writeAttributes(news, source, typeOf(state), format);
  headers[HEADERS.sagaId] = news.sagaId;
  return {
    topic: topics.lifecycle,
    key: news.sagaId,
    headers,
    value: writeValue(LifecycleSchema, { definition, version, state, step, failure }, format),
  };
}

/** @throws MalformedMessage when the message is not news of a saga */
export function decodeLifecycle(message: ReceivedMessage): Lifecycle {
  const { id, type, time, trace } = readAttributes(message);
  const sagaId = readSagaId(message.headers);
  const body = readBody(LifecycleSchema, message);
  const state = LIFECYCLE_STATES.find((known) => known === body.state);
  if (!state) throw invalid('state', body.state, `one of ${LIFECYCLE_STATES.join(', ')}`);
  requireType(type, typeOf(state));
  const step = optionalTextField(body.step, 'step');
  return {
    kind: 'lifecycle',
    id,
    sagaId,
    definition: textField(body.definition, 'definition'),
    version: positiveIntegerField(body.version, 'version'),
    state,
    ...(step !== undefined && { step }),
    ...(body.failure !== undefined && { failure: failureField(body.failure, 'failure') }),
    time,
    ...trace,
  };
}

function typeOf(state: Lifecycle['state']): string {
  return `saga.lifecycle.${state}`;
}
