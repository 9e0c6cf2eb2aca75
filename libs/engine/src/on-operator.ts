import { isUndoable } from '@saga/definition';
import { beginWait } from './advance-wait.js';
import { startCompensation, undoStep } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { executionOf } from './execution.js';
import { endCompleted, isPivotCommanded } from './finish.js';
import { beginStep } from './forward.js';
import { goOn } from './go-on.js';
import { nodeOf } from './path.js';
import type { SagaInput } from './saga-input.js';
import { type Attention, isInFlight } from './saga-state.js';
import { markSucceeded } from './succeed.js';

type OperatorInput = Extract<SagaInput, { type: 'operator' }>;

/** An operator acts by hand: retry or skip what the saga is stuck at, or cancel (undo) the whole of it. */
export function onOperator(d: DecisionInProgress, { act, by, reason }: OperatorInput): void {
  const { attention, status } = d.state;
  const possible = act === 'cancel' ? canCancel(d) : (attention?.choices.includes(act) ?? false);
  if (!possible) return d.ignore('act-not-possible', `"${act}" is not possible: ${whyNot(d)}`);
  d.record({ type: 'operator-acted', act, step: attention?.step ?? null, by, reason });
  if (status === 'needs-attention' && (act !== 'skip' || !attention?.step))
    d.record({ type: 'saga-resumed' });
  if (act === 'cancel')
    return startCompensation(d, null, { code: 'cancelled', message: `cancelled by ${by}: ${reason}` });
  // What can be skipped without being a step is the saga's own output.
  if (act === 'skip' && !attention?.step) return endCompleted(d);
  if (attention?.step) actOnStep(d, act, attention, attention.step);
  // Other branches may have waited for this one's decision.
  goOn(d);
}

function actOnStep(
  d: DecisionInProgress,
  act: 'retry' | 'skip',
  { direction }: Attention,
  path: string,
): void {
  const execution = executionOf(d.state, path, direction)!;
  const node = nodeOf(d.plan, path);
  if (act === 'skip') return markSucceeded(d, path, direction, execution.attempt, {}, true);
  if (isInFlight(execution) || !isUndoable(node)) return;
  if (direction === 'undo') undoStep(d, node, path);
  else if (node.kind === 'wait') beginWait(d, node, path);
  else beginStep(d, node, path);
}

function canCancel(d: DecisionInProgress): boolean {
  const { status, attention } = d.state;
  if (attention) return attention.choices.includes('cancel');
  return status === 'running' && !isPivotCommanded(d);
}

function whyNot(d: DecisionInProgress): string {
  const { attention, status } = d.state;
  if (attention) return `the saga needs attention and can be: ${attention.choices.join(', ')}`;
  return status === 'running' ? 'the saga is running and may be past its pivot' : `the saga is ${status}`;
}
