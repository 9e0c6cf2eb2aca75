import type { TraceContext } from '@saga/contracts';
import type { StoredTrace } from '@saga/store';

/** A trace context to be stored with a saga; null when there is none: no SDK, and none in the message either. */
export function storedTrace({ traceparent, tracestate }: TraceContext): StoredTrace | null {
  return traceparent ? { traceparent, ...(tracestate && { tracestate }) } : null;
}
