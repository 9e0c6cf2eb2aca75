import { findUnsafeJson } from '@saga/contracts';
import { invalidField } from './problem.js';

/**
 * Gives back a value that the database can keep.
 * @param name what the value is called where a part of it is to be named
 * @throws Problem that names the part which has U+0000, half a surrogate pair or too many levels
 */
export function storable<T>(value: T, name: string): T {
  const unsafe =
    value === undefined ? undefined : findUnsafeJson(value as Parameters<typeof findUnsafeJson>[0]);
  if (!unsafe) return value;
  const field = unsafe.path.join('').replace(/^\./, '') || name;
  throw invalidField(field, `${field} ${unsafe.problem}`, unsafe.fix);
}
