import { List } from 'immutable';

const WIDTH = 32;

/** A set of small whole numbers in order, never changed: `with` gives another that shares almost all of it. */
export class Positions {
  static readonly NONE = new Positions(List());

  /** Each number has its bit. */
  private constructor(private readonly masks: List<number>) {}

  with(position: number, isMember: boolean): Positions {
    const place = Math.floor(position / WIDTH);
    const bit = 1 << (position % WIDTH);
    const mask = this.masks.get(place) ?? 0;
    const next = isMember ? mask | bit : mask & ~bit;
    return next === mask ? this : new Positions(this.masks.set(place, next));
  }

  /** From the smallest. */
  *[Symbol.iterator](): Iterator<number> {
    for (let place = 0; place < this.masks.size; place++) {
      for (let mask = this.masks.get(place) ?? 0; mask !== 0; mask &= mask - 1)
        yield place * WIDTH + (WIDTH - 1 - Math.clz32(mask & -mask));
    }
  }

  /** From the largest. */
  *backwards(): Iterable<number> {
    for (let place = this.masks.size - 1; place >= 0; place--) {
      for (let mask = this.masks.get(place) ?? 0; mask !== 0;) {
        const highest = WIDTH - 1 - Math.clz32(mask);
        yield place * WIDTH + highest;
        mask &= ~(1 << highest);
      }
    }
  }
}
