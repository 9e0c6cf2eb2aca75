import { readAttributes, requireType, writeAttributes } from './attributes.js';
import type { Encoding } from './encoding.js';
import { invalid, optionalTextField } from './fields.js';
import { ProgressSchema } from './gen/saga/v1/progress_pb.js';
import { HEADERS, requiredHeader } from './headers.js';
import type { Json, Progress } from './messages.js';
import type { EncodedMessage, ReceivedMessage } from './record.js';
import { readStepAddress, writeStepAddress } from './step-address.js';
import { readBody, writeValue } from './value.js';

const TYPE = 'saga.progress';

/** Whether a message on the topic of replies tells of progress. */
export function isProgress({ headers }: Pick<ReceivedMessage, 'headers'>): boolean {
  return headers[HEADERS.type] === TYPE;
}

/** News of a command in hand as they go to the coordinator, among the replies. */
export function encodeProgress(progress: Progress, { format, topics }: Encoding): EncodedMessage {
  const { fraction, note } = progress;
  return {
    topic: topics.reply,
    key: progress.sagaId,
    headers: {
      ...writeAttributes(progress, progress.source, TYPE, format),
      ...writeStepAddress(progress),
      [HEADERS.causationId]: progress.causationId,
    },
    value: writeValue(ProgressSchema, { fraction, note }, format),
  };
}

/** @throws MalformedMessage when the message does not tell of progress */
export function decodeProgress(message: ReceivedMessage): Progress {
  const { id, source, type, time, trace } = readAttributes(message);
  requireType(type, TYPE);
  const address = readStepAddress(message.headers);
  const causationId = requiredHeader(message.headers, HEADERS.causationId, "the command's ce_id");
  const { fraction, note: noted } = readBody(ProgressSchema, message);
  const note = optionalTextField(noted, 'note');
  return {
    kind: 'progress',
    id,
    source,
    ...address,
    causationId,
    fraction: fractionField(fraction, 'fraction'),
    ...(note !== undefined && { note }),
    time,
    ...trace,
  };
}

/** @throws MalformedMessage unless the field is a number from 0 to 1 */
function fractionField(value: Json | undefined, field: string): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw invalid(field, value, 'a number from 0 to 1');
}
