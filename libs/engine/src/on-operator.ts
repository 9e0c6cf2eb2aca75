import { startCompensation, undoStep } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { executionOf } from './execution.js';
import { beginStep } from './forward.js';
import { goOn, markSucceeded } from './on-reply.js';
import type { SagaInput } from './saga-input.js';
import { type Attention, isInFlight } from './saga-state.js';

type OperatorInput = Extract<SagaInput, { type: 'operator' }>;

/** An operator acts by hand: retry or skip what the saga is stuck at, or cancel (undo) the whole of it. */
export function onOperator(d: DecisionInProgress, { act, by, reason }: OperatorInput): void {
  const { attention, status } = d.state;
  const possible = act === 'cancel' ? canCancel(d) : (attention?.choices.includes(act) ?? false);
  if (!possible) return d.ignore('act-not-possible', `"${act}" is not possible: ${whyNot(d)}`);
  d.record({ type: 'operator-acted', act, step: attention?.step ?? null, by, reason });
  if (status === 'needs-attention' && act !== 'skip') d.record({ type: 'saga-resumed' });
  if (act === 'cancel')
    return startCompensation(d, null, { code: 'cancelled', message: `cancelled by ${by}: ${reason}` });
  if (attention?.step) actOnStep(d, act, attention, attention.step);
  else goOn(d);
}

function actOnStep(d: DecisionInProgress, act: 'retry' | 'skip', { was }: Attention, path: string): void {
  const direction = was === 'compensating' ? 'undo' : 'do';
  const execution = executionOf(d.state, path, direction)!;
  const node = d.plan.commands.get(path)!;
  if (act === 'skip') markSucceeded(d, path, direction, execution.attempt, {});
  else if (!isInFlight(execution)) (direction === 'do' ? beginStep : undoStep)(d, node);
  // Other branches may have waited for this one's decision.
  goOn(d);
}

function canCancel(d: DecisionInProgress): boolean {
  const { status, attention } = d.state;
  if (attention) return attention.choices.includes('cancel');
  return (
    status === 'running' &&
    ![...d.plan.commands.values()].some((node) => node.phase !== 'compensable' && d.state.steps[node.path])
  );
}

function whyNot(d: DecisionInProgress): string {
  const { attention, status } = d.state;
  if (attention) return `the saga needs attention and can be: ${attention.choices.join(', ')}`;
  return status === 'running' ? 'the saga is running and may be past its pivot' : `the saga is ${status}`;
}
