import type { Trial } from './trial.js';

/** What of docs/contract.md a rule is about, by the anchor of its section. */
export type Section =
  | 'topics'
  | 'headers'
  | 'values'
  | 'replies'
  | 'the-three-rules-of-a-participant'
  | 'status-queries'
  | 'messages-that-cant-be-used'
  | 'repetition-and-order'
  | 'traces';

/** What has to be known of a participant before a rule can be tried, by the option that tells it. */
export type Need = 'undo' | 'status' | 'refusedInput' | 'slowInput';

/** How a rule was seen to be broken. */
export interface Breach {
  sent: string;
  expected: string;
  came: string;
}

/** Something that a participant has to do, and how it is tried. */
export interface Rule {
  /** Stable, in kebab-case. */
  name: string;
  /** What a participant does that keeps it, to be read after its name. */
  says: string;
  section: Section;
  needs?: readonly Need[];
  /** Resolves with how it is broken, null when it is kept. */
  check(trial: Trial): Promise<Breach | null>;
}
