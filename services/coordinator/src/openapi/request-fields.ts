import 'reflect-metadata';
import type { DescMessage } from '@bufbuild/protobuf';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { Operation } from '../operations/operation.js';
import type { MessageSchemas, Schema } from './message-schema.js';

/** A field of a request and where REST has it. */
export interface RequestField {
  name: string;
  in: 'path' | 'query' | 'body';
  required: boolean;
  schema: Schema;
}

/** What the rules of a request's class say of a value beyond its type. */
const RULES = [
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'pattern',
  'enum',
  'format',
];

/**
 * The fields of an operation's request. Their types and descriptions are those of its message, their limits those
 * of its class. Throws when the two don't have the same fields.
 */
export function requestFields(
  { name, method, path, request, body }: Operation,
  message: DescMessage,
  messages: MessageSchemas,
): RequestField[] {
  const rules = request ? targetConstructorToSchema(request) : { properties: {} };
  const ruled = Object.keys(rules.properties ?? {}).sort();
  const fields = message.fields.map(({ jsonName }) => jsonName).sort();
  if (ruled.join() !== fields.join())
    throw new Error(`${name} asks for ${ruled.join()} in REST and for ${fields.join()} in gRPC`);
  const defaults = request ? (new request() as Record<string, unknown>) : {};
  const inPath = path.split('/').flatMap((part) => (part.startsWith(':') ? [part.slice(1)] : []));
  return message.fields.map((field) => {
    const rule = (rules.properties?.[field.jsonName] ?? {}) as Schema;
    const value = defaults[field.jsonName];
    return {
      name: field.jsonName,
      in: inPath.includes(field.jsonName) ? 'path' : method === 'get' ? 'query' : 'body',
      required:
        value === undefined && (body === field.jsonName || !!rules.required?.includes(field.jsonName)),
      schema: {
        ...messages.valueOf(field),
        ...Object.fromEntries(RULES.flatMap((each) => (each in rule ? [[each, rule[each]]] : []))),
        ...(value !== undefined && { default: value }),
        ...messages.described(`${message.typeName}.${field.name}`),
      },
    };
  });
}
