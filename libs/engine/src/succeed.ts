import type { JsonObject } from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import type { Direction } from './saga-state.js';

/**
 * Records that a step, or its compensation, is done; a saga that waited for a person because of it goes on.
 * `skipped` says that a person takes it for done.
 */
export function markSucceeded(
  d: DecisionInProgress,
  step: string,
  direction: Direction,
  attempt: number,
  output: JsonObject,
  skipped = false,
): void {
  d.record({
    type: 'step-succeeded',
    ...{ step, direction, attempt, output },
    ...(skipped && { skipped: true as const }),
  });
  const state = direction === 'do' ? 'step-succeeded' : 'step-compensated';
  d.effect({ type: 'announce', state, step, failure: null });
  const { attention } = d.state;
  if (attention?.step === step && attention.direction === direction) d.record({ type: 'saga-resumed' });
}
