import { type ArgumentMetadata, ValidationPipe, type ValidationError } from '@nestjs/common';
import { type FieldProblem, invalidField, Problem } from './problem.js';
import { storable } from './storable.js';

/** Checks bodies, queries and paths; answers 400 with every field that is wrong, each once. */
export class RequestValidation extends ValidationPipe {
  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      validateCustomDecorators: true,
      exceptionFactory: (errors) => invalidRequest(errors.map(problemOf)),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, data } = metadata;
    // What is no request, such as the way to answer it, has no class.
    if (type === 'custom' && !this.toValidate(metadata)) return value;
    if (type === 'body' && Array.isArray(value))
      throw invalidField('body', 'the body is an array', 'the body must be a JSON object');
    return super.transform(storable(value, data ?? (type === 'custom' ? 'body' : type)), metadata);
  }
}

function invalidRequest(errors: FieldProblem[]): Problem {
  return new Problem(400, 'invalid-request', errors.map(({ message }) => message).join('; '), errors);
}

function problemOf({ property: field, constraints = {}, value }: ValidationError): FieldProblem {
  if (constraints['whitelistValidation'])
    return { field, message: `${field} is not a field of this request`, fix: `remove ${field}` };
  return {
    field,
    message: value === undefined ? `${field} is missing` : `${field} is ${shortened(value)}`,
    fix: `${field} ${Object.values(constraints)[0]}`,
  };
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
