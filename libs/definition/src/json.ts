/** What JSON can say; `JsonObject` is what sagas carry as input and what steps give as output. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** JSON with sorted keys: what says the same gives the same text, however it was written. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** A value that an expression gave, as JSON. Throws when JSON can't say it, or Postgres can't keep it. */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') return storable(value);
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value);
  if (Array.isArray(value)) return value.map(toJson);
  if (isPlainObject(value))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [storable(k), toJson(v)]));
  const what = typeof value === 'number' || typeof value === 'bigint' ? String(value) : `a ${typeof value}`;
  throw new Error(`gives ${what}, which JSON can't carry exactly`);
}

/** Postgres can't keep U+0000 and halves of surrogate pairs in JSON. */
function storable(text: string): string {
  if (text.includes('\0') || LONE_SURROGATE.test(text))
    throw new Error('gives a text with U+0000 or half of a surrogate pair in it');
  return text;
}

function isPlainObject(value: unknown): value is object {
  if (!isJsonObject(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
