import type { Direction, Outcome } from '@saga/contracts';

/** What a participant remembers of one direction of a step: the latest attempt that it settled, and how. */
export interface Settled {
  attempt: number;
  outcome: Outcome;
}

/** What a participant remembers of a step. A direction that is absent never settled. */
export type StepRecord = Partial<Record<Direction, Settled>>;

/** Why a command is answered without its handler. */
export type Because = 'repeated' | 'nothing-to-undo' | 'already-compensated';

/** Let the command through to its handler, or answer it without one; `settle` means: and remember the answer. */
export type Ruling = { rule: 'run' } | { rule: 'answer' | 'settle'; outcome: Outcome; because: Because };

const NOTHING_TO_UNDO: Outcome = { result: 'success', output: {} };

const ALREADY_COMPENSATED: Outcome = {
  result: 'technical',
  failure: {
    code: 'step-already-compensated',
    message: 'the compensation of this step came first, so the step must not take effect any more',
  },
};

/**
 * The barrier's three rules, for a step whose record nobody else can change meanwhile:
 * a duplicate gets the stored answer; a compensation with nothing to undo succeeds without effect;
 * a command whose compensation has succeeded takes no effect.
 * A refusal or a breakdown answers only the attempt that it ended: a higher one means that the step is tried again.
 */
export function ruleOn(record: StepRecord, command: { direction: Direction; attempt: number }): Ruling {
  const { direction, attempt } = command;
  if (direction === 'do' && record.undo?.outcome.result === 'success') {
    return { rule: 'answer', outcome: ALREADY_COMPENSATED, because: 'already-compensated' };
  }
  const earlier = record[direction];
  if (earlier && (earlier.outcome.result === 'success' || attempt <= earlier.attempt)) {
    return { rule: 'answer', outcome: earlier.outcome, because: 'repeated' };
  }
  if (direction === 'undo' && record.do?.outcome.result !== 'success') {
    return { rule: 'settle', outcome: NOTHING_TO_UNDO, because: 'nothing-to-undo' };
  }
  return { rule: 'run' };
}
