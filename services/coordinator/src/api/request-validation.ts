import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { type FieldProblem, Problem } from './problem.js';

/** Checks bodies and queries against their DTOs; answers 400 with every field that is wrong. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: (errors) => {
      const problems = errors.flatMap((error) => problemsOf(error));
      return new Problem(400, 'invalid-request', problems.map(({ message }) => message).join('; '), problems);
    },
  });
}

function problemsOf({ property, constraints, children }: ValidationError, above = ''): FieldProblem[] {
  const field = `${above}${property}`;
  const own = Object.entries(constraints ?? {}).map(([kind, message]) =>
    kind === 'whitelistValidation'
      ? { field, message: `${field} is not a field of this request`, fix: `remove ${field}` }
      : { field, message: `${field} ${message}`, fix: `${field} ${message}` },
  );
  return [...own, ...(children ?? []).flatMap((child) => problemsOf(child, `${field}.`))];
}
