import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { contextFrom, traceContextOf } from './index.js';

const stored = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  tracestate: 'vendor=1',
};

describe('a trace context', () => {
  it('is the same after it was stored, with no telemetry started', () => {
    expect(traceContextOf(contextFrom(stored))).toEqual(stored);
  });

  it('names the trace and the span that the work belongs to', () => {
    expect(trace.getSpanContext(contextFrom(stored))).toMatchObject({
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
    });
  });

  it.each([{}, { traceparent: 'broken' }])('%j is no trace', (none) => {
    expect(trace.getSpanContext(contextFrom(none))).toBeUndefined();
    expect(traceContextOf(ROOT_CONTEXT)).toEqual({});
  });
});
