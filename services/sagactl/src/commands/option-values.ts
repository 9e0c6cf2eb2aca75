import { isJsonObject, type Json, type JsonObject, milliseconds } from '@saga/definition';
import { InvalidArgumentError } from 'commander';

/** Names with commas between. Throws InvalidArgumentError when one is empty. */
export function list(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('A name is empty.');
  return names;
}

/** A duration, in milliseconds. Throws InvalidArgumentError for what is none. */
export function duration(text: string): number {
  try {
    return milliseconds(text);
  } catch {
    throw new InvalidArgumentError('It must be a duration, such as 30s, 5m, 2h or 7d.');
  }
}

/** Throws InvalidArgumentError for what is no JSON object. */
export function jsonObject(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json;
    if (isJsonObject(value)) return value;
  } catch {
    // It is no JSON at all, which is what the error below says, too.
  }
  throw new InvalidArgumentError('It must be a JSON object, such as {"street":"Main Street 1"}.');
}

/** Throws InvalidArgumentError for what is no JSON. */
export function json(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new InvalidArgumentError('It must be JSON.');
  }
}
