import type { CommandNode } from '@saga/definition';
import { raiseAttention } from './attention.js';
import { startCompensation } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { scheduleRetry, sendCommand } from './execution.js';
import type { Failure, FailureKind } from './saga-state.js';

/** Starts the next step whose turn it is; completes the saga after the last. */
export function goForward(d: DecisionInProgress): void {
  for (const node of d.plan.flow) {
    const step = d.state.steps[node.path];
    if (step?.action.status === 'succeeded') continue;
    if (!step) beginStep(d, node);
    return;
  }
  d.record({ type: 'saga-completed' });
  d.effect({ type: 'announce', state: 'completed', step: null, failure: null });
}

/** Sends a step's command, for the first time or again. */
export function beginStep(d: DecisionInProgress, node: CommandNode): void {
  const failure = sendCommand(d, node, 'do');
  if (failure) failStep(d, node, 'technical', failure);
}

/** A step's attempt came to nothing: try again, or give the step up. */
export function stepAttemptFailed(
  d: DecisionInProgress,
  node: CommandNode,
  kind: FailureKind,
  failure: Failure,
): void {
  if (!scheduleRetry(d, node, 'do', kind, failure)) failStep(d, node, kind, failure);
}

/** Gives a step up. Before the pivot the saga is undone; otherwise a person has to decide. */
export function failStep(
  d: DecisionInProgress,
  node: CommandNode,
  kind: FailureKind,
  failure: Failure,
): void {
  const attempt = d.state.steps[node.path]?.action.attempt ?? 0;
  d.record({ type: 'step-failed', step: node.path, direction: 'do', attempt, kind, failure });
  if (node.phase === 'retriable') {
    raiseAttention(d, node.path, failure, ['retry', 'skip']);
  } else if (node.phase === 'pivot' && d.state.steps[node.path]!.action.unknown) {
    raiseAttention(d, node.path, failure, ['retry', 'skip', 'cancel']);
  } else {
    startCompensation(d, node.path, failure);
  }
}
