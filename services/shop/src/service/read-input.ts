import { TechnicalFailure } from '@saga/participant';
import type { Json, JsonObject } from '@saga/contracts';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';

/**
 * The input of a command as an instance of its class, without fields that the class does not know.
 * Throws `TechnicalFailure` `invalid-input` that tells of each field what it must be and what it is. Sending
 * the same again is no use, so sagas should list that code as not to be retried.
 */
export function readInput<T extends object>(shape: new () => T, input: JsonObject): T {
  const value = plainToInstance(shape, input);
  const faults = validateSync(value, { whitelist: true, stopAtFirstError: true });
  if (faults.length === 0) return value;
  const problems = faults.map(({ constraints = {}, value: found }) => {
    return `${Object.values(constraints).join(', ')}, but is ${describe(found as Json | undefined)}`;
  });
  throw new TechnicalFailure('invalid-input', problems.join('; '), {
    fields: faults.map(({ property }) => property),
  });
}

function describe(found: Json | undefined): string {
  return found === undefined ? 'missing' : JSON.stringify(found).slice(0, 100);
}
