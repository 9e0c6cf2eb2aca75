import { type Context, defaultTextMapGetter, defaultTextMapSetter, ROOT_CONTEXT } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

/** W3C trace context as it is stored with a saga and travels in message headers. */
export interface TraceContext {
  traceparent?: string;
  tracestate?: string;
}

// Not the global propagator: the wire format is W3C, whatever a process is configured to speak over HTTP.
const w3c = new W3CTraceContextPropagator();

/** The OpenTelemetry context for a stored trace context or a message's headers; the root when there is none. */
export function contextFrom(carrier: TraceContext): Context {
  return carrier.traceparent ? w3c.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter) : ROOT_CONTEXT;
}

/** The trace context of an OpenTelemetry context, to be stored; empty when there is no trace. */
export function traceContextOf(context: Context): TraceContext {
  const trace: TraceContext = {};
  writeTraceContext(context, trace);
  return trace;
}

/** Puts the trace context of an OpenTelemetry context into message headers. */
export function writeTraceContext(context: Context, headers: TraceContext): void {
  w3c.inject(context, headers, defaultTextMapSetter);
}
