import type { IncomingMessage } from '@saga/bus';
import type { Command, TraceContext } from '@saga/contracts';

/** Handles a command within a span of its own whose parent is the command's context, not the batch's. */
export async function inProcessSpan<T>(
  _message: IncomingMessage,
  { traceparent, tracestate }: Command,
  _group: string,
  work: (trace: TraceContext) => Promise<T>,
): Promise<T> {
  return work(traceparent ? { traceparent, tracestate } : {});
}
