import { readableValue, type Topics } from '@saga/contracts';
import type { ShownLetter } from '@saga/store';
import type { Swept } from '../dead-letters/letter-service.js';

/** A letter with its message: the value as people read it, and byte by byte. */
export function letterView({ original, ...letter }: ShownLetter, topics: Topics): object {
  const { key, headers, value } = original;
  return {
    ...letter,
    message: {
      ...{ key, headers, value: readableValue(topics, original) },
      base64: value?.toString('base64') ?? null,
    },
  };
}

export function sweptView({ letters, next, left }: Swept): object {
  return { letters, left, next: next && `${next.letter}-${next.end}` };
}
