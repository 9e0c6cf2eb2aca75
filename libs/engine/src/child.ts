import { type CommandNode, ExpressionError, type JsonObject } from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import { addressOf } from './names.js';
import type { ChildSaga } from './saga-effect.js';
import type { Outcome } from './saga-input.js';
import type { Direction } from './saga-state.js';

const LONGEST_ID = 200;

/**
 * The saga that does a step; its id follows from the step, so that it is started once.
 * Throws ExpressionError when the id would be too long.
 */
export function childOf(
  { state }: DecisionInProgress,
  { child }: CommandNode,
  path: string,
  attempt: number,
  input: JsonObject,
): ChildSaga {
  const step = addressOf(state, path).replaceAll('[', '.').replaceAll(']', '');
  const id = `${state.id}/${step}${attempt > 1 ? `:${attempt}` : ''}`;
  if (id.length > LONGEST_ID)
    throw new ExpressionError(path, `the saga's id would be "${id}", longer than ${LONGEST_ID} characters`);
  return { id, definition: child!.definition, version: child!.version, input };
}

/** Tells the saga that started this one how it has ended; nothing when nobody did. */
export function answerParent(d: DecisionInProgress, direction: Direction, outcome: Outcome): void {
  const { parent, undoAttempt } = d.state;
  if (!parent) return;
  const attempt = direction === 'do' ? parent.attempt : undoAttempt!;
  d.effect({ type: 'answer-parent', parent, direction, attempt, outcome });
}
