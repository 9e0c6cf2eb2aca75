import type { DescMethod, DescService } from '@bufbuild/protobuf';
import type { Operation } from '../operations/operation.js';
import { MessageSchemas, type Schema } from './message-schema.js';
import { type RequestField, requestFields } from './request-fields.js';

/** A request of an operation as REST has it, all fields in one object, and the answer to it. */
export interface Example {
  request: Record<string, unknown>;
  answer: unknown;
}

const PROBLEM: Schema = {
  type: 'object',
  description: 'Why a request is refused (RFC 9457).',
  properties: {
    type: { type: 'string', format: 'uri', description: 'A page about this kind of problem.' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable, in kebab-case.' },
    detail: { type: 'string', description: 'What is wrong, for people.' },
    errors: {
      type: 'array',
      description: 'Each field that is at fault, and what to do about it.',
      items: {
        type: 'object',
        properties: { field: { type: 'string' }, message: { type: 'string' }, fix: { type: 'string' } },
        required: ['field', 'message'],
        additionalProperties: false,
      },
    },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
  additionalProperties: false,
};

/** The refusals that any operation may answer with. */
const REFUSALS: Record<number, string> = {
  400: 'The request is malformed.',
  401: 'It is not known who asks.',
  403: 'Who asks may not do this.',
  404: 'What is asked for is not there.',
  409: 'It can not be done as things stand.',
  413: 'The body is too large.',
  415: 'The body is of a type that is not read here.',
  422: 'The request is well formed, but what it asks for makes no sense.',
  429: 'Too many requests; Retry-After says when to come again.',
  500: 'Something went wrong in the coordinator; its log says what.',
  503: 'The coordinator, or its database, is not ready.',
};

/**
 * The OpenAPI 3.1 document of operations, from their declarations, the rpcs of the same names and an example of each.
 * `comments` says what is what, by the full names in the protos.
 * Throws when an operation has no rpc, or an rpc no operation.
 */
export function openApi(
  operations: Operation[],
  service: DescService,
  comments: ReadonlyMap<string, string>,
  examples: (name: string) => Example,
): object {
  const messages = new MessageSchemas(comments);
  const orphans = service.methods.filter(({ name }) => !operations.some((each) => each.name === name));
  if (orphans.length > 0) throw new Error(`no operation for ${orphans.map(({ name }) => name).join()}`);
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const rpc = service.methods.find(({ name }) => name === operation.name);
    if (!rpc) throw new Error(`${service.name} has no rpc ${operation.name}`);
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [operation.method]: documented(operation, rpc, messages, examples(operation.name)),
    };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Saga coordinator',
      version: '1.0.0',
      description: 'All that operators and callers can ask of a coordinator.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{}, { bearer: [] }, { apiKey: [] }],
    tags: [...new Set(operations.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        apiKey: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
      schemas: { ...messages.schemas, Problem: PROBLEM },
      responses: Object.fromEntries(
        Object.entries(REFUSALS).map(([status, description]) => [
          `Refusal${status}`,
          {
            description,
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  };
}

function documented(
  operation: Operation,
  rpc: DescMethod,
  messages: MessageSchemas,
  example: Example,
): object {
  const fields = requestFields(operation, rpc.input, messages);
  const { description = '' } = messages.described(`${rpc.parent.typeName}.${rpc.name}`);
  const answer = {
    description: 'Done.',
    content: {
      [operation.type ?? 'application/json']: { schema: messages.refer(rpc.output), example: example.answer },
    },
  };
  const parameters = fields
    .filter((field) => field.in !== 'body')
    .map(({ name, required, schema: { description, ...schema }, ...field }) => ({
      ...{ name, in: field.in, required: required || field.in === 'path', description, schema },
      ...(example.request[name] !== undefined && { example: example.request[name] }),
    }));
  return {
    operationId: operation.name,
    summary: description.split(/[.:;]/)[0],
    description: `${description} For a caller who is at least ${operation.role === 'viewer' ? 'a' : 'an'} ${operation.role}.`,
    tags: [tagOf(operation)],
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(operation, fields, example),
    responses: {
      200: answer,
      ...(operation.creates && { 201: { ...answer, description: 'Made.' } }),
      ...Object.fromEntries(
        Object.keys(REFUSALS).map((status) => [status, { $ref: `#/components/responses/Refusal${status}` }]),
      ),
    },
  };
}

function bodyOf({ body }: Operation, fields: RequestField[], { request }: Example): object {
  const inBody = fields.filter((field) => field.in === 'body');
  if (inBody.length === 0) return {};
  if (body !== undefined) {
    const text = { schema: { type: 'string' } };
    const json = { schema: { type: 'object', additionalProperties: true }, example: request[body] };
    return {
      requestBody: { required: true, content: { 'application/json': json, 'application/yaml': text } },
    };
  }
  const required = inBody.filter((field) => field.required).map(({ name }) => name);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(inBody.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
  const example = Object.fromEntries(
    inBody.flatMap(({ name }) => (name in request ? [[name, request[name]]] : [])),
  );
  return {
    requestBody: { required: required.length > 0, content: { 'application/json': { schema, example } } },
  };
}

/** What an operation is about: the first part of its path. */
function tagOf({ path }: Operation): string {
  return path.split('/')[2]!.replace(/\.json$/, '');
}
