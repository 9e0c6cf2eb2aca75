import type { DecisionInProgress } from './decision.js';
import { executionOf } from './execution.js';
import { pathOf } from './names.js';
import { nodeOf } from './path.js';
import type { SagaInput } from './saga-input.js';

type Progress = Extract<SagaInput, { type: 'progress' }>;

/**
 * A participant tells how far it is with an attempt. The time for the reply begins anew; where it is longer already,
 * because the participant is being asked what became of the attempt, it stays as it is.
 */
export function onProgress(d: DecisionInProgress, { step: address, ...news }: Progress): void {
  const { direction, attempt, fraction, note } = news;
  const step = pathOf(d.state, address);
  const node = nodeOf(d.plan, step);
  const execution = executionOf(d.state, step, direction);
  if (node?.kind !== 'command' || !execution)
    return d.ignore('step-not-commanded', `"${step}" (${direction}) was never commanded`);
  if (attempt !== execution.attempt || execution.status !== 'waiting')
    return d.ignore('late-reply', `"${step}" (${direction}) has moved on since attempt ${attempt}`);
  const { timeout } = direction === 'do' ? node.action : node.compensation!;
  d.record({
    ...{ type: 'step-progressed', step, direction, attempt, fraction },
    ...(note !== undefined && { note }),
    dueAt: timeout === null ? execution.dueAt : Math.max(execution.dueAt ?? 0, d.at + timeout),
  });
}
