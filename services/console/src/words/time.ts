const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A length of time in at most two units: `340 ms`, `2.4 s`, `3 min 20 s`, `5 h 10 min`, `2 d 3 h`. */
export function lengthOf(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < MINUTE) return `${(Math.floor(milliseconds / 100) / 10).toString()} s`;
  if (milliseconds < HOUR) return twoUnits(milliseconds, MINUTE, 'min', SECOND, 's');
  if (milliseconds < DAY) return twoUnits(milliseconds, HOUR, 'h', MINUTE, 'min');
  return twoUnits(milliseconds, DAY, 'd', HOUR, 'h');
}

/** How long ago an instant was: `just now`, `12 s ago`, `3 min ago`. Instants to come are `in 12 s`. */
export function sinceWords(iso: string, now: number): string {
  const passed = now - Date.parse(iso);
  const length = coarse(Math.abs(passed));
  if (length === null) return 'just now';
  return passed < 0 ? `in ${length}` : `${length} ago`;
}

/** How long it took from one instant to another. */
export function between(from: string, to: string): string {
  return lengthOf(Date.parse(to) - Date.parse(from));
}

function coarse(milliseconds: number): string | null {
  if (milliseconds < SECOND) return null;
  if (milliseconds < MINUTE) return `${Math.floor(milliseconds / SECOND)} s`;
  if (milliseconds < HOUR) return `${Math.floor(milliseconds / MINUTE)} min`;
  if (milliseconds < DAY) return `${Math.floor(milliseconds / HOUR)} h`;
  return `${Math.floor(milliseconds / DAY)} d`;
}

function twoUnits(milliseconds: number, large: number, largeName: string, small: number, smallName: string) {
  const rest = Math.floor((milliseconds % large) / small);
  return `${Math.floor(milliseconds / large)} ${largeName}${rest > 0 ? ` ${rest} ${smallName}` : ''}`;
}
