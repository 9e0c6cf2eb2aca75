import { inspect } from 'node:util';
import { type Context, type Span, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { type TraceContext, traceContextOf } from './trace-context.js';

/** The tracer of all spans about messages. */
export const tracer: Tracer = trace.getTracer('@saga/telemetry');

/** A span about one message (or one batch), and the context to work in while it lasts. */
export class MessageSpan {
  readonly context: Context;

  constructor(
    readonly span: Span,
    parent: Context,
  ) {
    this.context = trace.setSpan(parent, span);
  }

  /** What to store, or to send on, so that what follows becomes a child of this span. */
  get traceContext(): TraceContext {
    return traceContextOf(this.context);
  }

  /** Ends the span; as failed when there is an error. */
  end(error?: unknown): void {
    if (error !== undefined && this.span.isRecording()) {
      const failure = error instanceof Error ? error : new Error(inspect(error));
      this.span.setAttribute('error.type', errorType(failure));
      this.span.setStatus({ code: SpanStatusCode.ERROR, message: failure.message });
      this.span.recordException(failure);
    }
    this.span.end();
  }
}

/** A class of errors, few enough to group by: a code such as ECONNREFUSED where there is one. */
function errorType(error: Error & { code?: unknown }): string {
  return typeof error.code === 'string' ? error.code : error.name;
}
