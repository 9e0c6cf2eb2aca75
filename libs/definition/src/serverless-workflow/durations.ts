import { milliseconds } from '../duration.js';
import type { Duration } from '../saga-definition.js';
import type { Source } from './source.js';

const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
const FIELDS: Record<string, number> = {
  days: UNITS.d,
  hours: UNITS.h,
  minutes: UNITS.m,
  seconds: UNITS.s,
  milliseconds: UNITS.ms,
};
/** What ISO 8601 calls a year and a month has no fixed length; these are said to be estimates. */
const ISO_UNITS = [365 * UNITS.d, 30 * UNITS.d, 7 * UNITS.d, UNITS.d, UNITS.h, UNITS.m, UNITS.s];
const part = (letter: string) => `(?:(\\d+(?:\\.\\d+)?)${letter})?`;
const parts = (letters: string) => [...letters].map(part).join('');
const ISO = new RegExp(`^P(?!$)${parts('YMWD')}(?:T(?=\\d)${parts('HMS')})?$`);

/** A length of time as the DSL writes it, in milliseconds; undefined, and listed, when it is only known at run time. */
export function lengthIn(source: Source): number | undefined {
  if (typeof source.value !== 'string')
    return source.fields().reduce((sum, [name, field]) => {
      if (Object.hasOwn(FIELDS, name)) return sum + field.count() * FIELDS[name]!;
      field.fault(`a duration has no "${name}"`, `use one of: ${Object.keys(FIELDS).join(', ')}`);
      return sum;
    }, 0);
  const text = source.text().trim();
  if (text.startsWith('${')) {
    source.tell(
      `the duration ${text}`,
      'a saga knows its durations beforehand',
      'write a fixed one in the saga',
    );
    return undefined;
  }
  const counts = ISO.exec(text)?.slice(1);
  if (!counts) {
    source.fault(
      `${JSON.stringify(text)} is not a duration`,
      'write ISO 8601, such as PT30S, or { seconds: 30 }',
    );
    return undefined;
  }
  if (counts[0] !== undefined || counts[1] !== undefined)
    source.tell(
      `the duration ${text}`,
      'years and months differ in length',
      'see whether 365 and 30 days will do',
    );
  return counts.reduce((sum, count, i) => sum + Number(count ?? 0) * ISO_UNITS[i]!, 0);
}

/** A length of time as sagas write it, in the largest unit that can say it: at least 1 ms, at most 999,999 days. */
export function durationOf(length: number): Duration {
  const whole = Math.min(Math.max(1, Math.round(length)), 999_999 * UNITS.d);
  const units = Object.entries(UNITS);
  const exact = units.find(([, unit]) => whole % unit === 0 && whole / unit <= 999_999);
  if (exact) return `${whole / exact[1]}${exact[0]}`;
  const [name, unit] = [...units].reverse().find(([, unit]) => whole / unit <= 999_999)!;
  return `${Math.ceil(whole / unit)}${name}`;
}

/** The duration of a part of the document; rounded up, and listed, where sagas can't say it exactly. */
export function durationIn(source: Source): Duration | undefined {
  const length = lengthIn(source);
  if (length === undefined) return undefined;
  const duration = durationOf(length);
  if (milliseconds(duration) !== length)
    source.tell(`${length} ms`, 'a saga has no such duration', `see whether ${duration} will do`);
  return duration;
}
