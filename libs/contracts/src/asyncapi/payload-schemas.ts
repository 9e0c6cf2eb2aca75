import type { DescMessage } from '@bufbuild/protobuf';
import { CommandSchema } from '../gen/saga/v1/command_pb.js';
import { CauseSchema, DeadLetterSchema, OriginalSchema } from '../gen/saga/v1/dead_letter_pb.js';
import { FailureSchema } from '../gen/saga/v1/failure_pb.js';
import { LifecycleSchema } from '../gen/saga/v1/lifecycle_pb.js';
import { ParentSchema } from '../gen/saga/v1/parent_pb.js';
import { ProgressSchema } from '../gen/saga/v1/progress_pb.js';
import { ReplySchema } from '../gen/saga/v1/reply_pb.js';
import { SignalSchema } from '../gen/saga/v1/signal_pb.js';
import { StartSchema } from '../gen/saga/v1/start_pb.js';
import { UndoSchema } from '../gen/saga/v1/undo_pb.js';
import { type JsonObject, LIFECYCLE_STATES } from '../messages.js';
import { type Demands, protoSchema } from './proto-schema.js';

const MESSAGES: [DescMessage, Demands][] = [
  [CommandSchema, { required: ['input'] }],
  [ReplySchema, {}],
  [ProgressSchema, { required: ['fraction'], fields: { fraction: { minimum: 0, maximum: 1 } } }],
  [FailureSchema, { required: ['code'], fields: { code: { minLength: 1 } } }],
  [StartSchema, { required: ['definition', 'input'], fields: { version: { minimum: 1 } } }],
  [
    UndoSchema,
    { required: ['definition', 'input', 'parent', 'attempt'], fields: { version: { minimum: 1 } } },
  ],
  [ParentSchema, { required: ['sagaId', 'step', 'attempt'], fields: { attempt: { minimum: 1 } } }],
  [SignalSchema, { required: ['name'], fields: { name: { minLength: 1 } } }],
  [
    LifecycleSchema,
    { required: ['definition', 'version', 'state'], fields: { state: { enum: [...LIFECYCLE_STATES] } } },
  ],
  [DeadLetterSchema, { required: ['cause', 'original', 'consumerGroup'] }],
  [CauseSchema, { required: ['code'], fields: { code: { minLength: 1 } } }],
  [OriginalSchema, { required: ['topic'] }],
];

/** Stands for the payload of a message, such as `Reply`, within the document. */
export function payloadRef(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

/** The JSON Schemas of all messages of `proto/saga/v1`, by their names. */
export function payloadSchemas(): JsonObject {
  const ref = ({ name }: DescMessage) => payloadRef(name);
  return Object.fromEntries(MESSAGES.map(([desc, demands]) => [desc.name, protoSchema(desc, demands, ref)]));
}
