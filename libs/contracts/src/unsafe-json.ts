import type { Json } from './messages.js';

/** How deep objects and arrays may be nested in a value. */
export const MAX_DEPTH = 100;

/** A part of a value that can't be stored, and why. `path` leads from the root to the part. */
export interface UnsafeJson {
  path: string[];
  problem: string;
  fix: string;
}

// JSONB takes neither: U+0000 and lone surrogates (with the u flag, only lone ones are matched).
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Looks for what JSON allows and the database does not, or what would break a later step: without this check
 * one such message would fail the transaction of its whole batch.
 */
export function findUnsafeJson(json: Json, depth = 0): UnsafeJson | undefined {
  if (typeof json === 'string') return UNSTORABLE.test(json) ? unstorableText() : undefined;
  if (typeof json !== 'object' || json === null) return undefined;
  if (depth === MAX_DEPTH) {
    return { path: [], problem: 'is nested too deeply', fix: `nest at most ${MAX_DEPTH} levels` };
  }
  if (Array.isArray(json)) {
    for (let index = 0; index < json.length; index++) {
      const unsafe = findUnsafeJson(json[index]!, depth + 1);
      if (unsafe) return within(unsafe, `[${index}]`);
    }
    return undefined;
  }
  for (const key of Object.keys(json)) {
    const unsafe = findUnsafeKey(key) ?? findUnsafeJson(json[key]!, depth + 1);
    if (unsafe) return within(unsafe, /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
  }
  return undefined;
}

function findUnsafeKey(key: string): UnsafeJson | undefined {
  if (key === '__proto__') return { path: [], problem: 'is a reserved name', fix: 'rename the field' };
  return UNSTORABLE.test(key) ? unstorableText() : undefined;
}

function unstorableText(): UnsafeJson {
  const problem = 'has text with U+0000 or half a surrogate pair';
  return { path: [], problem, fix: 'remove the character, or send binary data as base64' };
}

function within(unsafe: UnsafeJson, segment: string): UnsafeJson {
  unsafe.path.unshift(segment);
  return unsafe;
}
