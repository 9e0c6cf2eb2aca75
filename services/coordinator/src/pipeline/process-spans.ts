import type { IncomingMessage } from '@saga/bus';
import { type MessageSpan, startProcessSpan } from '@saga/telemetry';

/** Does `work` while each message has a span of its own; they end with it, as failed when it throws. */
export async function withProcessSpans(
  messages: IncomingMessage[],
  group: string,
  work: (spans: Map<IncomingMessage, MessageSpan>) => Promise<void>,
): Promise<void> {
  const spans = new Map<IncomingMessage, MessageSpan>();
  for (const message of messages) spans.set(message, startProcessSpan(message, { group }));
  try {
    await work(spans);
    for (const span of spans.values()) span.end();
  } catch (error) {
    for (const span of spans.values()) span.end(error);
    throw error;
  }
}
