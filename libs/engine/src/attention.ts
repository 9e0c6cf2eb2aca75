import type { DecisionInProgress } from './decision.js';
import type { Direction, Failure, OperatorAct } from './saga-state.js';

/** Says that the saga can't go on by itself, why, and what an operator can do about it. */
export function raiseAttention(
  d: DecisionInProgress,
  step: string | null,
  reason: Failure,
  choices: OperatorAct[],
  direction: Direction = 'do',
): void {
  const { status, attention } = d.state;
  const was = attention?.was ?? (status === 'compensating' ? 'compensating' : 'running');
  d.record({ type: 'needs-attention', attention: { reason, step, direction, was, choices } });
  d.effect({ type: 'announce', state: 'needs-attention', step, failure: reason });
}
