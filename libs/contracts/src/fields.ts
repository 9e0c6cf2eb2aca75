import { MalformedMessage } from './malformed-message.js';
import type { Failure, Json, JsonObject } from './messages.js';

/** @throws MalformedMessage unless the field is a JSON object */
export function objectField(value: Json | undefined, field: string): JsonObject {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw invalid(field, value, 'a JSON object', '{}');
}

/** @throws MalformedMessage unless the field is a text with at least one character */
export function textField(value: Json | undefined, field: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(field, value, 'a text that is not empty');
}

/** A text that may be left out, by undefined, null or no character. */
export function optionalTextField(value: Json | undefined, field: string): string | undefined {
  return value === undefined || value === null || value === '' ? undefined : textField(value, field);
}

/** @throws MalformedMessage unless the field is an integer from 1 to 2^31-1 */
export function positiveIntegerField(value: Json | undefined, field: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value < 2 ** 31) return value;
  throw invalid(field, value, 'a positive integer');
}

/** @throws MalformedMessage unless the field is an object with at least a code */
export function failureField(value: Json | undefined, field: string): Failure {
  const { code, message, details } = objectField(value, field);
  const failure: Failure = {
    code: textField(code, `${field}.code`),
    message: optionalTextField(message, `${field}.message`) ?? '',
  };
  return details === undefined ? failure : { ...failure, details };
}

/** A failure as it is written: what else its owner knows of it is not for the wire. */
export function writeFailure({ code, message, details }: Failure): Failure {
  return { code, message, details };
}

/** The error for a field that is missing or of the wrong type. */
export function invalid(
  field: string,
  value: Json | undefined,
  wanted: string,
  example?: string,
): MalformedMessage {
  const problem = value === undefined ? 'is missing' : `is ${kindOf(value)}`;
  const fix = `set ${field} to ${wanted}${example ? `, ${example} when there is nothing to say` : ''}`;
  return new MalformedMessage('invalid-value', field, problem, fix);
}

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  if (value === '') return 'an empty text';
  return `the ${typeof value === 'string' ? 'text' : typeof value} ${JSON.stringify(value).slice(0, 60)}`;
}
