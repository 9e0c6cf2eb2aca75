import { isUtf8 } from 'node:buffer';
import type { DescMessage } from '@bufbuild/protobuf';
import { ValueSchema } from '@bufbuild/protobuf/wkt';
import { CommandSchema } from './gen/saga/v1/command_pb.js';
import { DeadLetterSchema } from './gen/saga/v1/dead_letter_pb.js';
import { LifecycleSchema } from './gen/saga/v1/lifecycle_pb.js';
import { ProgressSchema } from './gen/saga/v1/progress_pb.js';
import { ReplySchema } from './gen/saga/v1/reply_pb.js';
import { SignalSchema } from './gen/saga/v1/signal_pb.js';
import { StartSchema } from './gen/saga/v1/start_pb.js';
import { UndoSchema } from './gen/saga/v1/undo_pb.js';
import { MalformedMessage } from './malformed-message.js';
import type { Json } from './messages.js';
import { isProgress } from './progress.js';
import type { ReceivedMessage } from './record.js';
import type { Topics } from './topics.js';
import { isUndo } from './undo.js';
import { formatOf, parseValue, type ValueFormat, writeValue } from './value.js';

/** A message, be it of the contract or not, and the topic that it lay on. */
export interface PlacedMessage extends ReceivedMessage {
  topic: string;
}

/** A value as people read it; of one that is not what its content type says, `problem` tells why. */
export type ReadableValue =
  | { format: ValueFormat; data: Json }
  | { format: 'text' | 'hex'; data: string; problem: string }
  | { format: 'none' };

/** Shows the value of any message: by its content type if it can be read so, else as text, else in hex. */
export function readableValue(topics: Topics, message: PlacedMessage): ReadableValue {
  const { value, headers } = message;
  if (value === null) return { format: 'none' };
  try {
    return { format: formatOf(headers), data: parseValue(schemaOf(topics, message), message) };
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    const { message: problem } = error;
    return isUtf8(value)
      ? { format: 'text', data: value.toString(), problem }
      : { format: 'hex', data: value.toString('hex'), problem };
  }
}

/**
 * Writes what `readableValue` shows as the value that a message on this topic, with these headers, has.
 * @throws MalformedMessage when it is too large, or its content type is one that can't be written
 */
export function writeReadable(topics: Topics, message: Omit<PlacedMessage, 'value'>, data: Json): Buffer {
  const schema = schemaOf(topics, message);
  const format = formatOf(message.headers);
  try {
    return Buffer.from(writeValue(schema, data, format));
  } catch (error) {
    if (error instanceof MalformedMessage) throw error;
    const problem = `does not fit ${schema.typeName}, ${(error as Error).message}`;
    throw new MalformedMessage('invalid-value', 'value', problem, `give the fields of ${schema.typeName}`);
  }
}

/** Which message of `saga.v1` lies on a topic; the services' own have events. */
function schemaOf(topics: Topics, message: Pick<PlacedMessage, 'topic' | 'headers'>): DescMessage {
  const { topic } = message;
  if (topic === topics.start) return isUndo(message) ? UndoSchema : StartSchema;
  if (topic === topics.reply) return isProgress(message) ? ProgressSchema : ReplySchema;
  if (topic === topics.signal) return SignalSchema;
  if (topic === topics.lifecycle) return LifecycleSchema;
  if (topic === topics.deadLetter) return DeadLetterSchema;
  return topic.startsWith(topics.command('')) ? CommandSchema : ValueSchema;
}
