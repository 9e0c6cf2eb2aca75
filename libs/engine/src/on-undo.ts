import { answerParent } from './child.js';
import { startCompensation } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { isPivotCommanded } from './finish.js';
import type { SagaInput } from './saga-input.js';

const UNDONE_BY_PARENT = { code: 'undone-by-parent', message: 'the saga that started this one undoes it' };

/** The parent undoes the step whose work this saga is: what this saga has done is undone, even if it was completed. */
export function onUndo(d: DecisionInProgress, { attempt }: Extract<SagaInput, { type: 'undo' }>): void {
  const { parent, status, attention, undoAttempt } = d.state;
  if (!parent) return d.ignore('not-a-child', `saga ${d.state.id} was not started by another one`);
  if (undoAttempt !== null && undoAttempt >= attempt)
    return d.ignore('late-reply', `attempt ${attempt} at undoing the saga is known`);
  d.record({ type: 'undo-asked', attempt });
  if (status === 'compensated' || status === 'compensated-verified')
    return answerParent(d, 'undo', { result: 'success', output: {} });
  // It is on its way back already, and will answer when it is there.
  if (status === 'compensating' || attention?.was === 'compensating') return;
  if (isPivotCommanded(d)) {
    const message = `saga ${d.state.id} has passed its pivot`;
    return answerParent(d, 'undo', { result: 'business', failure: { code: 'not-undoable', message } });
  }
  startCompensation(d, null, UNDONE_BY_PARENT);
}
