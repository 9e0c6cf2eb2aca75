import type { Command, Outcome } from '@saga/contracts';

/** A command to the locks that has its answer now. */
export interface Answered {
  command: Command;
  outcome: Outcome;
}

/** A command that waits for a key; times are milliseconds since the epoch. */
interface Waiting {
  command: Command;
  askedAt: number;
}

interface Lock {
  holder: string;
  /** The first to have the key comes first. */
  line: Waiting[];
}

/** The locks that a coordinator keeps: one saga at a time holds a key, the others ask again, stand in line, or fail. */
export class Locks {
  private readonly locks = new Map<string, Lock>();

  /** Takes a command; gives the answers that are due then, to whomever. One who stands in line has none yet. */
  take(command: Command, now: number): Answered[] {
    const { key } = command.input;
    if (typeof key !== 'string' && typeof key !== 'number') {
      const failure = { code: 'invalid-lock', message: 'key is no text or number' };
      return [{ command, outcome: { result: 'business', failure } }];
    }
    return command.direction === 'do'
      ? this.acquire(String(key), command, now)
      : this.release(String(key), command, now);
  }

  private acquire(key: string, command: Command, now: number): Answered[] {
    const { sagaId, input } = command;
    const lock = this.locks.get(key);
    if (!lock || lock.holder === sagaId) {
      this.locks.set(key, lock ?? { holder: sagaId, line: [] });
      return [granted(key, { command, askedAt: now }, now)];
    }
    if (input.conflict === 'queue') {
      lock.line.push({ command, askedAt: now });
      return [];
    }
    const { holder } = lock;
    const message = `"${key}" is locked by the saga ${holder}`;
    const failure = { code: 'locked', message, details: { key, holder } };
    return [{ command, outcome: { result: input.conflict === 'fail' ? 'business' : 'technical', failure } }];
  }

  private release(key: string, command: Command, now: number): Answered[] {
    const { sagaId } = command;
    const released: Answered = { command, outcome: { result: 'success', output: {} } };
    const lock = this.locks.get(key);
    if (!lock) return [released];
    lock.line = lock.line.filter((waiting) => waiting.command.sagaId !== sagaId);
    if (lock.holder !== sagaId) return [released];
    const next = lock.line[0]?.command.sagaId;
    if (next === undefined) {
      this.locks.delete(key);
      return [released];
    }
    lock.holder = next;
    // The other steps of that saga that stand in line wait for nobody else.
    const granting = lock.line.filter((waiting) => waiting.command.sagaId === next);
    lock.line = lock.line.filter((waiting) => waiting.command.sagaId !== next);
    return [released, ...granting.map((waiting) => granted(key, waiting, now))];
  }
}

function granted(key: string, { command, askedAt }: Waiting, now: number): Answered {
  return { command, outcome: { result: 'success', output: { key, waitedMs: now - askedAt } } };
}
