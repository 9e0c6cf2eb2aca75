import type { Command, Outcome } from '@saga/contracts';

/** What to do about a key that another saga holds: have the saga ask again, let it stand in line, or refuse it. */
export type Conflict = 'wait' | 'queue' | 'fail';

/** The participant that keeps locks. */
export const LOCKS = 'locks';

const CONFLICTS: unknown[] = ['wait', 'queue', 'fail'] satisfies Conflict[];
const LONGEST_KEY = 400;

/** A step that wants a key, or wants it no longer. */
export interface LockCommand {
  type: 'acquire' | 'release';
  command: Command;
  key: string;
  /** What an `acquire` says of it; `queue` where it says nothing. */
  conflict: Conflict;
}

/** A command that can't be carried out, and why. */
export interface RefusedCommand {
  type: 'refuse';
  command: Command;
  outcome: Outcome;
}

/** Reads a command to the lock keeper. */
export function readLockCommand(command: Command): LockCommand | RefusedCommand {
  const type = typeOf(command);
  if (!type) {
    const { name, direction } = command;
    const message = `there is no ${name} in the direction ${direction}; do locks.acquire, and undo it by locks.release`;
    const outcome: Outcome = { result: 'technical', failure: { code: 'unknown-command', message } };
    return { type: 'refuse', command, outcome };
  }
  const { key, conflict = 'queue' } = command.input;
  if (!isKey(key)) return invalid(command, `key is no text or number of 1 to ${LONGEST_KEY} characters`);
  if (!CONFLICTS.includes(conflict)) return invalid(command, 'conflict is none of wait, queue and fail');
  return { type, command, key: String(key), conflict: conflict as Conflict };
}

function typeOf({ name, direction }: Command): LockCommand['type'] | undefined {
  if (name === 'locks.acquire' && direction === 'do') return 'acquire';
  if (name === 'locks.release' && direction === 'undo') return 'release';
  return undefined;
}

function isKey(key: unknown): key is string | number {
  return typeof key === 'number' || (typeof key === 'string' && key !== '' && key.length <= LONGEST_KEY);
}

/** Final: asking again would not make it valid. */
function invalid(command: Command, message: string): RefusedCommand {
  return {
    type: 'refuse',
    command,
    outcome: { result: 'business', failure: { code: 'invalid-lock', message } },
  };
}
