import { isUndoable, type PlannedCommand, type PlanNode } from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import { executionOf, fromAddress } from './execution.js';
import { pathOf } from './names.js';
import { nodeOf } from './path.js';
import type { SagaInput } from './saga-input.js';
import type { Direction } from './saga-state.js';

type Progress = Extract<SagaInput, { type: 'progress' }>;

/**
 * A participant tells how far it is with an attempt. The time for the reply begins anew; where it is longer already,
 * because the participant is being asked what became of the attempt, it stays as it is.
 */
export function onProgress(d: DecisionInProgress, news: Progress): void {
  const { attempt, fraction, note } = news;
  const { step, direction } = fromAddress(pathOf(d.state, news.step), news.direction);
  const planned = commandOf(nodeOf(d.plan, step), direction);
  const execution = executionOf(d.state, step, direction);
  if (!planned || !execution)
    return d.ignore('step-not-commanded', `"${step}" (${direction}) was never commanded`);
  if (attempt !== execution.attempt || execution.status !== 'waiting')
    return d.ignore('late-reply', `"${step}" (${direction}) has moved on since attempt ${attempt}`);
  const { timeout } = planned;
  d.record({
    ...{ type: 'step-progressed', step, direction, attempt, fraction },
    ...(note !== undefined && { note }),
    dueAt: timeout === null ? execution.dueAt : Math.max(execution.dueAt ?? 0, d.at + timeout),
  });
}

/** What a participant is asked for; what an event tells of may be undone by a command, too. */
function commandOf(node: PlanNode | undefined, direction: Direction): PlannedCommand | null {
  if (!isUndoable(node)) return null;
  if (direction === 'undo') return node.compensation;
  return node.kind === 'command' ? node.action : null;
}
