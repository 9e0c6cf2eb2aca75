import { kebab } from './names.js';

/** What the coordinator itself calls the failures that the DSL has a standard type for. */
const OWN_CODES: Readonly<Record<string, string>> = { timeout: 'timeout', expression: 'expression-failed' };

/**
 * The code that stands for an error of the DSL: the last part of its type and its status, such as
 * `communication-503`. Failures of a saga have a code alone.
 */
export function errorCode(type: unknown, status: unknown): string | undefined {
  const name = typeOf(type);
  if (name !== undefined && Object.hasOwn(OWN_CODES, name)) return OWN_CODES[name];
  const parts = [name, typeof status === 'number' ? String(status) : undefined];
  return parts.filter((part) => part !== undefined).join('-') || undefined;
}

/** The condition, over `failure`, that an error is of a type and has a status, as far as they are given. */
export function failureCondition(type: unknown, status: unknown): string | undefined {
  const code = errorCode(type, status);
  if (code === undefined) return undefined;
  if (typeOf(type) === undefined) return `failure.code.endsWith('${code}')`;
  const isExact = status !== undefined || Object.values(OWN_CODES).includes(code);
  return isExact ? `failure.code == '${code}'` : `failure.code.startsWith('${code}')`;
}

function typeOf(type: unknown): string | undefined {
  if (typeof type !== 'string' || type.includes('${')) return undefined;
  const last = type
    .split(/[/#:]/)
    .filter((part) => part !== '')
    .at(-1);
  return last === undefined ? undefined : kebab(last);
}
