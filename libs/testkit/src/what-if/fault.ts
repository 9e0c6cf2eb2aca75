import { milliseconds } from '@saga/definition';

/** Something that goes wrong for a while; times are milliseconds from the start of the simulation. */
export interface Fault {
  /** A participant, or one of its commands. */
  who: string;
  from: number;
  /** Infinity when it does not end. */
  until: number;
  /** Down: takes no command. Slow: takes `factor` times as long. Declines: refuses this `share` of what it is asked. */
  what: { kind: 'down' } | { kind: 'slow'; factor: number } | { kind: 'declines'; share: number };
}

const FORMS = [
  /^(?<who>\S+) (?<kind>down) (?<span>\w+)(?: at (?<at>\w+))?$/,
  /^(?<who>\S+) (?<kind>slow) (?<number>[\d.]+)x(?: for (?<span>\w+))?(?: at (?<at>\w+))?$/,
  /^(?<who>\S+) (?<kind>declines) (?<number>[\d.]+)%(?: for (?<span>\w+))?(?: at (?<at>\w+))?$/,
];

/** Reads a fault, such as `payments down 20m at 10m`. Throws RangeError when it is none. */
export function readFault(text: string): Fault {
  const found = FORMS.map((form) => form.exec(text.trim())?.groups).find((groups) => groups !== undefined);
  if (!found)
    throw new RangeError(
      `"${text}" is no fault: say "payments down 20m at 10m", "payments slow 2x for 20m at 10m" or "payments declines 5%"`,
    );
  const from = found.at ? milliseconds(found.at) : 0;
  const until = found.span ? from + milliseconds(found.span) : Infinity;
  return { who: found.who!, from, until, what: whatOf(found.kind!, Number(found.number)) };
}

/** Whether a fault is there at this time. */
export function isOn({ from, until }: Fault, at: number): boolean {
  return from <= at && at < until;
}

function whatOf(kind: string, number: number): Fault['what'] {
  if (kind === 'slow') return { kind, factor: number };
  return kind === 'declines' ? { kind, share: number / 100 } : { kind: 'down' };
}
