import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingMessage } from '@saga/bus';
import { HEADERS, MalformedMessage, type Command } from '@saga/contracts';
import { writeReply, type Sender } from './reply.js';

/**
 * What becomes of a command that can't be read: a technical failure `malformed-command` to its saga where the
 * headers tell which that is, else a dead letter with the cause and the whole original.
 */
export function refuseMalformed(
  sender: Sender,
  consumerGroup: string,
  original: IncomingMessage,
  fault: MalformedMessage,
): OutgoingMessage {
  const command = addressOf(sender, original);
  if (command) {
    const failure = { code: 'malformed-command', message: fault.message, details: { ...fault.toCause() } };
    const { traceparent, tracestate } = command;
    return writeReply(sender, command, { traceparent, tracestate }, { result: 'technical', failure });
  }
  return sender.codec.encode({
    kind: 'dead-letter',
    id: randomUUID(),
    cause: fault.toCause(),
    original,
    consumerGroup,
    time: new Date().toISOString(),
  });
}

/** The command but for its input, undefined when the fault is (also) in the headers. */
function addressOf({ codec }: Sender, original: IncomingMessage): Command | undefined {
  const headers = { ...original.headers, [HEADERS.contentType]: 'application/json' };
  try {
    return codec.decodeCommand({ ...original, headers, value: Buffer.from('{"input":{}}') });
  } catch (error) {
    if (error instanceof MalformedMessage) return undefined;
    throw error;
  }
}
