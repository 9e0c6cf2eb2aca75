export * from './messages.js';
export { asyncApi, type AsyncApiSubject } from './asyncapi/document.js';
export { type Codec, type CodecOptions, createCodec } from './codec.js';
export type { Destination } from './domain-event.js';
export {
  canonicalJson,
  type EffectEntry,
  FIRST_LINK,
  hashOf,
  type LinkedEffect,
  linkHash,
  roundPrevious,
} from './effect-entry.js';
export { HEADERS } from './headers.js';
export { commandId, replyId, startId, undoId } from './ids.js';
export { type FaultCode, MalformedMessage } from './malformed-message.js';
export { COMMAND_NAME, participantOf, SAGA_ID, STEP_NAME } from './names.js';
export { isProgress } from './progress.js';
export { type PlacedMessage, type ReadableValue, readableValue, writeReadable } from './readable-value.js';
export type { EncodedMessage, ReceivedMessage } from './record.js';
export { MAX_DEAD_LETTER_BYTES, type Topics, topics } from './topics.js';
export { isUndo } from './undo.js';
export { findUnsafeJson, MAX_DEPTH, type UnsafeJson } from './unsafe-json.js';
export { CONTENT_TYPES, MAX_VALUE_BYTES, type ValueFormat } from './value.js';
