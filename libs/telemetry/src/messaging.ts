import { type Attributes, context as active, SpanKind, trace } from '@opentelemetry/api';
import { MessageSpan, tracer } from './message-span.js';
import { contextFrom, type TraceContext, writeTraceContext } from './trace-context.js';

/** What spans tell of a message that is on its way out. */
export interface SentRecord {
  topic: string;
  key: string | null;
  headers: Record<string, string>;
}

/** What spans tell of a message that came in. */
export interface ReceivedRecord extends SentRecord {
  partition: number;
  offset: string;
}

/** What spans tell of consecutive messages of one partition. */
export interface ReceivedBatch {
  topic: string;
  partition: number;
  messages: { headers: Record<string, string> }[];
}

export interface ConsumerIdentity {
  /** The consumer group. */
  group: string;
}

/**
 * Starts the span of handling one message. Its parent is the message's own context: one batch holds the
 * messages of many sagas, so a span of the batch as the parent would tear their traces apart.
 */
export function startProcessSpan(record: ReceivedRecord, { group }: ConsumerIdentity): MessageSpan {
  const parent = contextFrom(record.headers);
  const attributes = Object.assign(messageAttributes('process', 'process', record), {
    'messaging.consumer.group.name': group,
    'messaging.destination.partition.id': String(record.partition),
    'messaging.kafka.offset': Number(record.offset),
  });
  const span = tracer.startSpan(`process ${record.topic}`, { kind: SpanKind.CONSUMER, attributes }, parent);
  return new MessageSpan(span, parent);
}

/**
 * Starts the span of publishing one message, and puts its trace context into the message's headers. Its parent
 * is the context that the headers already have (an outbox stores them with it), else the active one.
 */
export function startSendSpan(record: SentRecord): MessageSpan {
  const parent = record.headers['traceparent'] ? contextFrom(record.headers) : active.active();
  const attributes = messageAttributes('send', 'send', record);
  const span = tracer.startSpan(`send ${record.topic}`, { kind: SpanKind.PRODUCER, attributes }, parent);
  const sending = new MessageSpan(span, parent);
  // Also when it is not sampled: whoever handles the message must come to the same decision.
  writeTraceContext(sending.context, record.headers);
  return sending;
}

/**
 * Starts the span of something asked for over the API, such as the start of a saga. `caller` is the trace context
 * that came with the request; without one a new trace begins.
 */
export function startRequestSpan(name: string, sagaId: string, caller: TraceContext): MessageSpan {
  const parent = contextFrom(caller);
  const attributes: Attributes = { 'messaging.message.conversation_id': sagaId };
  return new MessageSpan(tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, parent), parent);
}

/** Starts the span of taking a batch from Kafka. It is linked to its messages' traces, and in none of them. */
export function startReceiveSpan(batch: ReceivedBatch, { group }: ConsumerIdentity): MessageSpan {
  const parent = active.active();
  const attributes = Object.assign(operationAttributes('poll', 'receive', batch.topic), {
    'messaging.consumer.group.name': group,
    'messaging.destination.partition.id': String(batch.partition),
    'messaging.batch.message_count': batch.messages.length,
  });
  const span = tracer.startSpan(`poll ${batch.topic}`, { kind: SpanKind.CLIENT, attributes }, parent);
  if (span.isRecording()) {
    for (const { headers } of batch.messages) {
      const linked = trace.getSpanContext(contextFrom(headers));
      if (linked) span.addLink({ context: linked });
    }
  }
  return new MessageSpan(span, parent);
}

function messageAttributes(name: string, type: string, { topic, key, headers }: SentRecord): Attributes {
  // Object.assign, since spreading costs microseconds here, and each message comes by three times.
  return Object.assign(operationAttributes(name, type, topic), {
    'messaging.kafka.message.key': key ?? undefined,
    'messaging.message.id': headers['ce_id'],
    // The saga is the conversation that its messages belong to.
    'messaging.message.conversation_id': headers['ce_sagaid'],
  });
}

function operationAttributes(name: string, type: string, topic: string): Attributes {
  return {
    'messaging.system': 'kafka',
    'messaging.operation.name': name,
    'messaging.operation.type': type,
    'messaging.destination.name': topic,
  };
}
