import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Metadata } from '@grpc/grpc-js';
import type { TraceContext } from '@saga/contracts';
import { invalidField } from '../api/problem.js';
import { ASKED, OPERATION, type OperationOptions } from './metadata.js';

/** What of a request over HTTP is read. */
interface HttpRequest {
  params: Record<string, unknown>;
  query: Record<string, unknown>;
  body: unknown;
  headers: Record<string, string | undefined>;
}

/** What REST tells beside the answer itself; over gRPC it goes nowhere. */
export interface HttpAnswer {
  status(code: number): HttpAnswer;
  location(url: string): HttpAnswer;
}

const NOWHERE: HttpAnswer = { status: () => NOWHERE, location: () => NOWHERE };

const askedOf = createParamDecorator((_: unknown, context: ExecutionContext): unknown => {
  if (context.getType() === 'rpc') return context.switchToRpc().getData();
  const { params, query, body } = context.switchToHttp().getRequest<HttpRequest>();
  const { body: field } = Reflect.getMetadata(OPERATION, context.getHandler()) as OperationOptions;
  return merged({ ...params }, { ...query }, field ? { [field]: body } : objectOf(body));
});

/** The request of an operation, from wherever it came: all fields in one object, which is checked by its class. */
export function Asked(): ParameterDecorator {
  return (target, key, index) => {
    Reflect.defineMetadata(ASKED, index, target, key!);
    askedOf()(target, key, index);
  };
}

/** Takes an HttpAnswer. */
export const Answered = createParamDecorator((_: unknown, context: ExecutionContext): HttpAnswer =>
  context.getType() === 'rpc' ? NOWHERE : context.switchToHttp().getResponse<HttpAnswer>(),
);

/** The trace that the caller is in, if it says so. */
export const CallersTrace = createParamDecorator((_: unknown, context: ExecutionContext): TraceContext => {
  const header = headersOf(context);
  return { traceparent: header('traceparent'), tracestate: header('tracestate') };
});

/** Reads single headers of a request, or what gRPC has in their place. */
export function headersOf(context: ExecutionContext): (name: string) => string | undefined {
  if (context.getType() === 'rpc') {
    const metadata = context.switchToRpc().getContext<Metadata>();
    return (name) => metadata.get(name)[0]?.toString();
  }
  const { headers } = context.switchToHttp().getRequest<HttpRequest>();
  return (name) => headers[name];
}

function objectOf(body: unknown): object {
  if (body === undefined || body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return body;
  throw invalidField('body', 'the body is no JSON object', 'the body must be a JSON object');
}

/** One field has one place, so that none is silently overruled. */
function merged(...parts: object[]): object {
  const fields = parts.flatMap((part) => Object.keys(part));
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice === undefined) return Object.assign({}, ...parts) as object;
  const fix = `say ${twice} in one place: the path, the query or the body`;
  throw invalidField(twice, `${twice} is given twice`, fix);
}
