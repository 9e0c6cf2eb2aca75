import { readAttributes, requireType, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import { failureField, objectField, writeFailure } from './fields.js';
import { ReplySchema } from './gen/saga/v1/reply_pb.js';
import { HEADERS, requiredHeader } from './headers.js';
import { MalformedMessage } from './malformed-message.js';
import type { JsonObject, Outcome, Reply } from './messages.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { readStepAddress, writeStepAddress } from './step-address.js';
import { readBody, writeValue } from './value.js';

const TYPE = 'saga.reply';
const RESULTS = ['output', 'businessFailure', 'technicalFailure'] as const;

/** A reply as it goes to the coordinator. */
export function encodeReply(reply: Reply, { format, topics }: Encoding): EncodedMessage {
  return {
    topic: topics.reply,
    key: reply.sagaId,
    headers: Object.assign(writeAttributes(reply, reply.source, TYPE, format), writeStepAddress(reply), {
      [HEADERS.causationId]: reply.causationId,
    }),
    value: writeValue(ReplySchema, writeOutcome(reply.outcome), format),
  };
}

/** @throws MalformedMessage when the message is not a reply */
export function decodeReply(message: ReceivedMessage): Reply {
  const { id, source, type, time, trace } = readAttributes(message);
  requireType(type, TYPE);
  return Object.assign(readStepAddress(message.headers), trace, {
    kind: 'reply' as const,
    id,
    source,
    causationId: requiredHeader(message.headers, HEADERS.causationId, "the command's ce_id"),
    outcome: readOutcome(readBody(ReplySchema, message)),
    time,
  });
}

function writeOutcome(outcome: Outcome) {
  if (outcome.result === 'success') return { output: outcome.output };
  return { [`${outcome.result}Failure`]: writeFailure(outcome.failure) };
}

function readOutcome(body: JsonObject): Outcome {
  const results = RESULTS.filter((name) => body[name] !== undefined);
  const [result] = results;
  if (result === undefined || results.length > 1) {
    const problem = result === undefined ? 'has no result' : `has ${results.join(' and ')}`;
    throw new MalformedMessage('invalid-value', 'value', problem, `set exactly one of ${RESULTS.join(', ')}`);
  }
  if (result === 'output') return { result: 'success', output: objectField(body.output, 'output') };
  return {
    result: result === 'businessFailure' ? 'business' : 'technical',
    failure: failureField(body[result], result),
  };
}
