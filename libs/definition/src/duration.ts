import type { Duration } from './saga-definition.js';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** Positive, and short enough (2,700 years) for every calendar that it is added to. */
export const DURATION_PATTERN = '^[1-9][0-9]{0,5}(ms|s|m|h|d)$';
const FORM = new RegExp(DURATION_PATTERN);

/** Milliseconds of a duration. Throws RangeError when the text is not of the form `30s`. */
export function milliseconds(duration: Duration): number {
  const unit = FORM.exec(duration)?.[1] as keyof typeof UNITS | undefined;
  if (!unit) throw new RangeError(`"${duration}" is not a duration: write 250ms, 30s, 5m, 2h or 7d`);
  return Number.parseInt(duration, 10) * UNITS[unit];
}
