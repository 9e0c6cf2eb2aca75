import {
  type ChooseNode,
  type CommandNode,
  type DelayNode,
  type Expression,
  ExpressionError,
  type PlanNode,
  type Scope,
} from '@saga/definition';
import { raiseAttention } from './attention.js';
import { startCompensation } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { scheduleRetry, scopeOf, sendCommand, unrenderable } from './execution.js';
import type { Failure, FailureKind } from './saga-state.js';

/** Starts every step whose turn it is; completes the saga after the last. */
export function goForward(d: DecisionInProgress): void {
  if (!advance(d, d.plan.flow)) return;
  d.record({ type: 'saga-completed' });
  d.effect({ type: 'announce', state: 'completed', step: null, failure: null });
}

/** Goes through a flow as far as it can; true when it has ended. */
function advance(d: DecisionInProgress, flow: readonly PlanNode[]): boolean {
  return flow.every((node) => advanceNode(d, node));
}

function advanceNode(d: DecisionInProgress, node: PlanNode): boolean {
  // A sibling may have turned the saga round, or called for a person, a moment ago.
  if (d.state.status !== 'running') return false;
  switch (node.kind) {
    case 'command':
      return advanceStep(d, node);
    case 'delay':
      return advanceDelay(d, node);
    case 'parallel':
      return node.branches.map((branch) => advance(d, branch)).every((ended) => ended);
    case 'choose': {
      const flow = chosenFlow(d, node);
      return flow !== null && advance(d, flow);
    }
  }
}

function advanceStep(d: DecisionInProgress, node: CommandNode): boolean {
  const step = d.state.steps[node.path];
  if (step?.action.status === 'succeeded') return true;
  if (!step) beginStep(d, node);
  // It was given up while a person was busy with another branch.
  else if (step.action.status === 'failed') afterFailure(d, node, step.action.failure!);
  return false;
}

/** Begins a pause; a tick ends it. */
function advanceDelay(d: DecisionInProgress, { path, milliseconds }: DelayNode): boolean {
  const step = d.state.steps[path];
  if (step) return step.action.status === 'succeeded';
  d.record({ type: 'delay-started', step: path, direction: 'do', attempt: 1, dueAt: d.at + milliseconds });
  return false;
}

/**
 * The flow that a choice takes, empty when no condition holds; null when a condition can't be evaluated. It is
 * found anew each time: what conditions may read no longer changes once the choice has been reached.
 */
function chosenFlow(d: DecisionInProgress, node: ChooseNode): readonly PlanNode[] | null {
  const scope = scopeOf(d.state);
  try {
    return node.options.find(({ when }) => when === null || isTrue(when, scope))?.flow ?? [];
  } catch (error) {
    const failure = unrenderable(error);
    if (node.phase === 'retriable') raiseAttention(d, null, failure, ['retry']);
    else startCompensation(d, null, failure);
    return null;
  }
}

function isTrue(condition: Expression, scope: Scope): boolean {
  const value = condition.evaluate(scope);
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(
    condition.source,
    `gives ${JSON.stringify(value)}, a condition must be true or false`,
  );
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
  afterFailure(d, node, failure);
}

function afterFailure(d: DecisionInProgress, node: CommandNode, failure: Failure): void {
  if (node.phase === 'retriable') {
    raiseAttention(d, node.path, failure, ['retry', 'skip']);
  } else if (node.phase === 'pivot' && d.state.steps[node.path]!.action.unknown) {
    raiseAttention(d, node.path, failure, ['retry', 'skip', 'cancel']);
  } else {
    startCompensation(d, node.path, failure);
  }
}
