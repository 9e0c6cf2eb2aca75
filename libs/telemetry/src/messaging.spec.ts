import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { startProcessSpan, startReceiveSpan, startSendSpan } from './index.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const group = 'payments';

/** A command of a saga, as it lies in Kafka. */
function command(sagaId: string, traceparent?: string) {
  const headers = { ce_id: `${sagaId}:charge:do:1`, ce_sagaid: sagaId, ...(traceparent && { traceparent }) };
  return { topic: 'saga.command.payments', partition: 3, offset: '41', key: sagaId, headers };
}

const traced = () => command('order-7', `00-${traceId}-${spanId}-01`);

describe('without an SDK', () => {
  it('trace context is handed on as it came', () => {
    const { traceparent } = traced().headers;
    const processing = startProcessSpan(traced(), { group });
    const reply = { ...traced(), headers: { ...processing.traceContext } };
    startSendSpan(reply).end();
    processing.end();

    expect(processing.traceContext).toEqual({ traceparent });
    expect(reply.headers).toEqual({ traceparent });
  });

  it('a message without a trace stays without', () => {
    const message = command('order-8');
    startSendSpan(message).end();
    expect(message.headers).not.toHaveProperty('traceparent');
  });
});

describe('with an SDK', () => {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });

  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(provider);
  });
  beforeEach(() => exporter.reset());
  afterAll(() => provider.shutdown());

  const finished = () => exporter.getFinishedSpans();

  it('a message is processed in its own trace, though another span is active', () => {
    const batch = startReceiveSpan(
      { topic: 'saga.command.payments', partition: 3, messages: [traced()] },
      { group },
    );
    context.with(batch.context, () => startProcessSpan(traced(), { group }).end());

    expect(finished()).toHaveLength(1);
    expect(finished()[0]).toMatchObject({
      name: 'process saga.command.payments',
      kind: SpanKind.CONSUMER,
      parentSpanContext: { traceId, spanId },
      attributes: {
        'messaging.system': 'kafka',
        'messaging.operation.name': 'process',
        'messaging.operation.type': 'process',
        'messaging.destination.name': 'saga.command.payments',
        'messaging.destination.partition.id': '3',
        'messaging.kafka.message.key': 'order-7',
        'messaging.kafka.offset': 41,
        'messaging.consumer.group.name': 'payments',
        'messaging.message.id': 'order-7:charge:do:1',
        'messaging.message.conversation_id': 'order-7',
      },
    });
  });

  it('sending is a child of the context that a message was stored with', () => {
    const message = traced();
    const sending = startSendSpan(message);
    sending.end();

    const [span] = finished();
    expect(span).toMatchObject({
      name: 'send saga.command.payments',
      kind: SpanKind.PRODUCER,
      parentSpanContext: { traceId, spanId },
      attributes: { 'messaging.operation.name': 'send', 'messaging.operation.type': 'send' },
    });
    expect(message.headers.traceparent).toBe(`00-${traceId}-${span!.spanContext().spanId}-01`);
  });

  it('sending a message that has no context yet is a child of the active span', () => {
    const processing = startProcessSpan(traced(), { group });
    context.with(processing.context, () => startSendSpan(command('order-7')).end());

    expect(finished()[0]!.parentSpanContext).toMatchObject({ spanId: processing.span.spanContext().spanId });
  });

  it('a batch is linked to the traces of its messages', () => {
    const messages = [
      traced(),
      command('order-8'),
      command('order-9', `00-${traceId.replace('0', '1')}-${spanId}-01`),
    ];
    startReceiveSpan({ topic: 'saga.reply', partition: 0, messages }, { group: 'coordinator' }).end();

    const [span] = finished();
    expect(span).toMatchObject({
      name: 'poll saga.reply',
      kind: SpanKind.CLIENT,
      attributes: { 'messaging.operation.type': 'receive', 'messaging.batch.message_count': 3 },
    });
    expect(span!.links.map((link) => link.context.traceId)).toEqual([traceId, traceId.replace('0', '1')]);
  });

  it('only a failure has an error type: its code, else its name', () => {
    startProcessSpan(traced(), { group }).end();
    startProcessSpan(traced(), { group }).end(new TypeError('No such stock'));
    startProcessSpan(traced(), { group }).end(Object.assign(new Error('Refused'), { code: 'ECONNREFUSED' }));

    expect(finished().map((span) => span.attributes['error.type'])).toEqual([
      undefined,
      'TypeError',
      'ECONNREFUSED',
    ]);
    expect(finished()[1]!.status).toEqual({ code: SpanStatusCode.ERROR, message: 'No such stock' });
  });

  it('all attributes are in the semantic conventions', () => {
    const known = new Set<unknown>(Object.values(conventions));
    startReceiveSpan({ topic: 'saga.reply', partition: 0, messages: [] }, { group }).end();
    startSendSpan(traced()).end();
    startProcessSpan(traced(), { group }).end(new Error('broken'));

    const used = new Set(finished().flatMap((span) => Object.keys(span.attributes)));
    expect(used.size).toBeGreaterThan(10);
    expect([...used].filter((name) => !known.has(name))).toEqual([]);
  });
});
