import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import type { JsonObject } from '../messages.js';

const INT_32 = { type: 'integer', minimum: -(2 ** 31), maximum: 2 ** 31 - 1 };
const UINT_32 = { type: 'integer', minimum: 0, maximum: 2 ** 32 - 1 };
/** In the proto3 JSON mapping 64-bit integers are texts. */
const INT_64 = { type: 'string', pattern: '^-?\\d{1,19}$' };

/** The scalar types that the protos use. */
const SCALARS: Partial<Record<ScalarType, JsonObject>> = {
  [ScalarType.STRING]: { type: 'string' },
  [ScalarType.DOUBLE]: { type: 'number' },
  [ScalarType.INT32]: INT_32,
  [ScalarType.UINT32]: UINT_32,
  [ScalarType.INT64]: INT_64,
  [ScalarType.BYTES]: { type: 'string', contentEncoding: 'base64' },
};

const WELL_KNOWN: Record<string, JsonObject> = {
  'google.protobuf.Struct': { type: 'object' },
  'google.protobuf.Value': {},
};

/** What the protos don't say of a message: which fields have to be there, and what they may hold. */
export interface Demands {
  required?: string[];
  fields?: Record<string, JsonObject>;
}

/**
 * The JSON Schema of a message as the proto3 JSON mapping writes it.
 * @param ref gives the schema that stands for another message
 */
export function protoSchema(
  desc: DescMessage,
  { required, fields = {} }: Demands,
  ref: (desc: DescMessage) => JsonObject,
): JsonObject {
  const properties = desc.fields.map((field) => [
    field.jsonName,
    { ...fieldSchema(field, ref), ...fields[field.jsonName] },
  ]);
  const [choice] = desc.oneofs;
  return {
    type: 'object',
    properties: Object.fromEntries(properties) as JsonObject,
    ...(required && { required }),
    ...(choice && { oneOf: choice.fields.map(({ jsonName }) => ({ required: [jsonName] })) }),
  };
}

function fieldSchema(field: DescField, ref: (desc: DescMessage) => JsonObject): JsonObject {
  switch (field.fieldKind) {
    case 'message':
      return WELL_KNOWN[field.message.typeName] ?? ref(field.message);
    case 'scalar':
      return scalarSchema(field.scalar, field.name);
    case 'map':
      if (field.mapKind !== 'scalar') break;
      return { type: 'object', additionalProperties: scalarSchema(field.scalar, field.name) };
    case 'list':
    case 'enum':
      break;
  }
  throw new Error(`the field ${field.name} is of a kind that no schema is known for: ${field.fieldKind}`);
}

function scalarSchema(scalar: ScalarType, field: string): JsonObject {
  const schema = SCALARS[scalar];
  if (schema) return schema;
  throw new Error(`the field ${field} is of a type that no schema is known for: ${ScalarType[scalar]}`);
}
