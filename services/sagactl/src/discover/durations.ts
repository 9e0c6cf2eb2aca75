import type { Duration } from '@saga/definition';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;
/** Round figures, as a person would choose them. */
const ROUND: Record<string, number[]> = {
  s: [1, 2, 3, 5, 10, 15, 20, 30, 45],
  m: [1, 2, 3, 5, 10, 15, 20, 30, 45],
  h: [1, 2, 3, 4, 6, 8, 12, 18],
  d: [1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 365],
};

/** The next round duration, at least a second. */
export function roundedUp(ms: number): Duration {
  for (const [unit, size] of [...UNITS].reverse())
    for (const figure of ROUND[unit]!) if (figure * size >= ms) return `${figure}${unit}`;
  return `${Math.ceil(ms / 86_400_000)}d`;
}

/** A time for people: `350 ms`, `4.2 s`, `3 m`, `2.5 h`. */
export function words(ms: number): string {
  const [unit, size] = UNITS.find(([, each]) => ms >= each) ?? ['ms', 1];
  const figure = ms / size;
  return `${figure < 10 ? Number(figure.toFixed(1)) : Math.round(figure)} ${unit}`;
}
