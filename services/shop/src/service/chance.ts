import { createHash } from 'node:crypto';

/** A number in [0, 1) that follows from the text alone: chance that comes out the same on every run. */
export function chanceOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE() / 2 ** 32;
}
