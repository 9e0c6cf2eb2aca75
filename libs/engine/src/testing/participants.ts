import type { Outcome } from '../saga-input.js';
import type { Direction } from '../saga-state.js';

/** What chance decides when an attempt is handled for the first time; `hopeless` is not worth another attempt. */
export type Luck = 'success' | 'business' | 'technical' | 'hopeless' | 'broken-after-effect';

/** A command as participants see it. */
export interface Attempt {
  step: string;
  direction: Direction;
  attempt: number;
}

/** What one step has really done to the world. */
export interface Effects {
  done: number;
  undone: number;
}

interface Entry extends Effects {
  /** It was promised that the step will never take effect. */
  isBlocked: boolean;
  latest: Partial<Record<Direction, { attempt: number; outcome: Outcome }>>;
}

/**
 * Participants behind a barrier: a repeated command has no second effect, and one that comes after its
 * compensation has none at all. Their ledger tells in the end what has really happened.
 */
export class Participants {
  private readonly ledger = new Map<string, Entry>();

  handle({ step, direction, attempt }: Attempt, luck: Luck): Outcome {
    const entry = this.entryOf(step);
    const before = entry.latest[direction];
    const isFinal = before?.outcome.result === (direction === 'do' ? 'business' : undefined);
    if (before && (isFinal || attempt <= before.attempt)) return before.outcome;
    const outcome = this.outcome(entry, direction, luck);
    entry.latest[direction] = { attempt, outcome };
    return outcome;
  }

  effectsOf(step: string): Effects {
    return this.entryOf(step);
  }

  /** The steps that anybody was ever asked for. */
  get steps(): string[] {
    return [...this.ledger.keys()];
  }

  /** What became of a step, as far as is known; `block` promises that a command still under way has no effect. */
  statusOf(step: string, block: boolean): 'done' | 'not-done' | 'never' {
    const entry = this.entryOf(step);
    if (entry.latest.do?.outcome.result === 'success') return 'done';
    if (entry.done === 0 && block) entry.isBlocked = true;
    return entry.isBlocked || (entry.done === 0 && entry.latest.undo) ? 'never' : 'not-done';
  }

  private outcome(entry: Entry, direction: Direction, luck: Luck): Outcome {
    const isSettled = direction === 'do' ? entry.done > 0 : entry.undone > 0;
    if (isSettled) return SUCCESS;
    if (direction === 'do' && (entry.latest.undo || entry.isBlocked))
      return failure('business', 'undone-before');
    if (luck === 'technical' || luck === 'hopeless') return failure('technical', luck);
    if (luck === 'business') return failure('business', 'refused');
    if (direction === 'do') entry.done++;
    else if (entry.done > 0) entry.undone++;
    return luck === 'success' ? SUCCESS : failure('technical', luck);
  }

  private entryOf(step: string): Entry {
    let entry = this.ledger.get(step);
    if (!entry) this.ledger.set(step, (entry = { done: 0, undone: 0, isBlocked: false, latest: {} }));
    return entry;
  }
}

export const SUCCESS: Outcome = { result: 'success', output: {} };

export function failure(result: 'business' | 'technical', code: string): Outcome {
  return { result, failure: { code, message: code } };
}
