import { isUtf8 } from 'node:buffer';
import { type DescMessage, fromBinary, fromJsonString, toBinary, toJson } from '@bufbuild/protobuf';
import { parse as findSyntaxErrors, type ParseError, printParseErrorCode } from 'jsonc-parser';
import { objectField } from './fields.js';
import { HEADERS, type Headers, optionalHeader } from './headers.js';
import { MalformedMessage } from './malformed-message.js';
import type { Json, JsonObject } from './messages.js';
import type { ReceivedMessage } from './record.js';
import { findUnsafeJson, MAX_DEPTH } from './unsafe-json.js';

/** How a message's value is written: JSON as the proto3 JSON mapping has it, or Protobuf. */
export type ValueFormat = 'json' | 'protobuf';

/** The largest value that is sent or taken (dead letters excepted: they hold another message whole). */
export const MAX_VALUE_BYTES = 1024 * 1024;

export const CONTENT_TYPES: Record<ValueFormat, string> = {
  json: 'application/json',
  protobuf: 'application/protobuf',
};

/** In Protobuf a level of JSON takes up to three messages (Struct, its entry, Value), each of which counts. */
const RECURSION = { recursionLimit: 4 * MAX_DEPTH };

/**
 * A message's value, in the given format.
 * @param body the message's fields, as the proto3 JSON mapping of `schema` has them
 * @throws MalformedMessage when the value gets larger than `limit`
 */
export function writeValue(
  schema: DescMessage,
  body: object | Json,
  format: ValueFormat,
  limit = MAX_VALUE_BYTES,
): Buffer | string {
  const text = JSON.stringify(body);
  const value =
    format === 'json' ? text : Buffer.from(toBinary(schema, fromJsonString(schema, text, RECURSION)));
  checkSize(Buffer.byteLength(value), limit);
  return value;
}

/**
 * A message's fields, as the proto3 JSON mapping of `schema` has them, not yet checked one by one.
 * @throws MalformedMessage when there is no value, it is too large, not of its content type, or can't be stored
 */
export function readValue(schema: DescMessage, message: ReceivedMessage): Json {
  checkSize(message.value?.length ?? 0, MAX_VALUE_BYTES);
  const value = parseValue(schema, message);
  const unsafe = findUnsafeJson(value);
  if (!unsafe) return value;
  const field = unsafe.path.join('').replace(/^\./, '') || 'value';
  throw new MalformedMessage('invalid-value', field, unsafe.problem, unsafe.fix);
}

/**
 * A message's fields as readValue has them, for the kinds of message whose value is an object.
 * @throws MalformedMessage also when the value is not an object
 */
export function readBody(schema: DescMessage, message: ReceivedMessage): JsonObject {
  return objectField(readValue(schema, message), 'value');
}

/**
 * A message's fields, however large and whatever their texts.
 * @throws MalformedMessage when there is no value or it is not of its content type
 */
export function parseValue(schema: DescMessage, { headers, value }: ReceivedMessage): Json {
  const format = formatOf(headers);
  if (value === null) {
    throw new MalformedMessage('missing-value', 'value', 'is null', 'send the payload as the value');
  }
  return format === 'json' ? parseJson(value) : parseProtobuf(schema, value);
}

/**
 * Which format the content type names; JSON when there is none. Parameters such as charset are ignored.
 * @throws MalformedMessage when it names another one
 */
export function formatOf(headers: Headers): ValueFormat {
  const contentType = optionalHeader(headers, HEADERS.contentType);
  if (!contentType || contentType === CONTENT_TYPES.json) return 'json';
  const mediaType = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (mediaType === CONTENT_TYPES.json) return 'json';
  if (mediaType === CONTENT_TYPES.protobuf) return 'protobuf';
  const fix = `send ${CONTENT_TYPES.json} or ${CONTENT_TYPES.protobuf}`;
  throw new MalformedMessage('unsupported-content-type', HEADERS.contentType, `is "${contentType}"`, fix);
}

function checkSize(bytes: number, limit: number): void {
  if (bytes <= limit) return;
  const fix = `send at most ${limit} bytes, or a reference to where the data is kept`;
  throw new MalformedMessage('value-too-large', 'value', `has ${bytes} bytes`, fix);
}

function parseJson(value: Buffer): Json {
  if (!isUtf8(value)) {
    throw new MalformedMessage('malformed-json', 'value', 'is not UTF-8', 'encode the JSON as UTF-8');
  }
  const text = value.toString();
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new MalformedMessage(
      'malformed-json',
      'value',
      `is not JSON, ${syntaxError(text)}`,
      'send valid JSON',
    );
  }
}

/** Where JSON breaks off. V8's own message names a position only at times. */
function syntaxError(text: string): string {
  const errors: ParseError[] = [];
  try {
    findSyntaxErrors(text, errors, { disallowComments: true });
  } catch {
    return 'it is nested too deeply';
  }
  const [first] = errors;
  return first ? `${printParseErrorCode(first.error)} at position ${first.offset}` : 'its syntax is unknown';
}

function parseProtobuf(schema: DescMessage, value: Buffer): Json {
  try {
    // Fields with their default value are not on the wire, yet they are part of the message.
    return toJson(schema, fromBinary(schema, value, RECURSION), { alwaysEmitImplicit: true });
  } catch (error) {
    const problem = `is not a ${schema.typeName}, ${(error as Error).message}`;
    const fix = `encode the value as ${schema.typeName}`;
    throw new MalformedMessage('malformed-protobuf', 'value', problem, fix);
  }
}
