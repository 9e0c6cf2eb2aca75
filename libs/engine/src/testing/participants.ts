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

  private outcome(entry: Entry, direction: Direction, luck: Luck): Outcome {
    const isSettled = direction === 'do' ? entry.done > 0 : entry.undone > 0;
    if (isSettled) return SUCCESS;
    if (direction === 'do' && entry.latest.undo) return failure('business', 'undone-before');
    if (luck === 'technical' || luck === 'hopeless') return failure('technical', luck);
    if (luck === 'business') return failure('business', 'refused');
    if (direction === 'do') entry.done++;
    else if (entry.done > 0) entry.undone++;
    return luck === 'success' ? SUCCESS : failure('technical', luck);
  }

  private entryOf(step: string): Entry {
    let entry = this.ledger.get(step);
    if (!entry) this.ledger.set(step, (entry = { done: 0, undone: 0, latest: {} }));
    return entry;
  }
}

const SUCCESS: Outcome = { result: 'success', output: {} };

function failure(result: 'business' | 'technical', code: string): Outcome {
  return { result, failure: { code, message: code } };
}
