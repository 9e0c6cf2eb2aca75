import { type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';

/** A JSON Schema, of the dialect of OpenAPI 3.1. */
export type Schema = Record<string, unknown>;

const TIME: Schema = { type: 'string', format: 'date-time' };
/** Messages that JSON has a form of its own for. */
const WELL_KNOWN: Record<string, Schema> = {
  'google.protobuf.Timestamp': TIME,
  'google.protobuf.Struct': { type: 'object', additionalProperties: true },
  'google.protobuf.Value': {},
};

/** The schemas of answers, made from the messages that gRPC has for them. */
export class MessageSchemas {
  /** By the names of their messages. */
  readonly schemas: Record<string, Schema> = {};

  /** @param comments what is said of messages, fields and rpcs, by their full names */
  constructor(private readonly comments: ReadonlyMap<string, string>) {}

  /** What is said of the thing of this full name, as a description. */
  described(name: string): { description?: string } {
    const description = this.comments.get(name);
    return description === undefined ? {} : { description };
  }

  /** Where the schema of a message is, which from now on is among `schemas`. */
  refer(message: DescMessage): Schema {
    const known = WELL_KNOWN[message.typeName];
    if (known) return known;
    const { name } = message;
    if (!this.schemas[name]) {
      this.schemas[name] = {};
      this.schemas[name] = this.schemaOf(message);
    }
    return { $ref: `#/components/schemas/${name}` };
  }

  /** The schema of a field's value, without what its comment says. */
  valueOf(field: DescField): Schema {
    switch (field.fieldKind) {
      case 'scalar':
        return scalar(field.scalar);
      case 'message':
        return this.refer(field.message);
      case 'list':
        return {
          type: 'array',
          items: field.listKind === 'message' ? this.refer(field.message) : scalar(field.scalar!),
        };
      case 'map':
        return {
          type: 'object',
          additionalProperties:
            field.mapKind === 'message' ? this.refer(field.message) : scalar(field.scalar!),
        };
      case 'enum':
        throw new Error(`${field.toString()} is an enum: the API has texts in their place`);
    }
  }

  private schemaOf(message: DescMessage): Schema {
    const properties = message.fields.map((field) => {
      const value = this.valueOf(field);
      return [
        field.jsonName,
        {
          ...(mayBeNull(field) ? orNull(value) : value),
          ...this.described(`${message.typeName}.${field.name}`),
        },
      ];
    });
    const required = message.fields.filter((field) => !mayBeNull(field)).map((field) => field.jsonName);
    return {
      type: 'object',
      ...this.described(message.typeName),
      properties: Object.fromEntries(properties),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    };
  }
}

/** Answers have null where gRPC has nothing. */
function mayBeNull(field: DescField): boolean {
  return field.fieldKind === 'message' || (field.fieldKind === 'scalar' && field.proto.proto3Optional);
}

function orNull(schema: Schema): Schema {
  if (typeof schema['type'] === 'string') return { ...schema, type: [schema['type'], 'null'] };
  return schema['$ref'] ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function scalar(type: ScalarType): Schema {
  switch (type) {
    case ScalarType.STRING:
      return { type: 'string' };
    case ScalarType.BOOL:
      return { type: 'boolean' };
    case ScalarType.INT32:
    case ScalarType.INT64:
      return { type: 'integer' };
    case ScalarType.DOUBLE:
      return { type: 'number' };
    default:
      throw new Error(`there is no JSON for the scalar ${ScalarType[type]} yet`);
  }
}
