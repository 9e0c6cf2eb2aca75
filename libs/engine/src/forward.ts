import {
  type ChooseNode,
  type CommandNode,
  type DelayNode,
  type Enclosure,
  ExpressionError,
  type PlanNode,
} from '@saga/definition';
import { advanceEach } from './advance-each.js';
import { advanceObserve } from './advance-observe.js';
import { advanceParallel } from './advance-parallel.js';
import { advanceRepeat } from './advance-repeat.js';
import { advanceTry } from './advance-try.js';
import { advanceWait } from './advance-wait.js';
import type { DecisionInProgress } from './decision.js';
import { scheduleRetry, sendCommand } from './execution.js';
import { completeSaga } from './finish.js';
import { giveUp } from './give-up.js';
import { isGivenUp, prefixOf } from './path.js';
import type { Failure, FailureKind } from './saga-state.js';
import { evaluate, holds, unrenderable } from './scope.js';

/** Starts every step whose turn it is; completes the saga after the last. */
export function goForward(d: DecisionInProgress): void {
  if (goThrough(d, d.plan.flow)) completeSaga(d);
}

/** Goes through a flow from its beginning, once more for as long as a part of it was given up on the way. */
export function goThrough(d: DecisionInProgress, flow: readonly PlanNode[]): boolean {
  for (;;) {
    d.turnedBack = false;
    const ended = advance(d, flow, '');
    if (!d.turnedBack) return ended;
  }
}

/** Goes through a flow as far as it can; true when it has ended. `prefix` is what leads to its steps' names. */
export function advance(d: DecisionInProgress, flow: readonly PlanNode[], prefix: string): boolean {
  return flow.every((node) => advanceNode(d, node, prefix));
}

function advanceNode(d: DecisionInProgress, node: PlanNode, prefix: string): boolean {
  const path = prefix + node.path;
  if (isHalted(d, node, path)) return false;
  switch (node.kind) {
    case 'command':
      return advanceStep(d, node, path);
    case 'delay':
      return advanceDelay(d, node, path);
    case 'wait':
      return advanceWait(d, node, path);
    case 'observe':
      return advanceObserve(d, node, prefix);
    case 'parallel':
      return advanceParallel(d, node, prefix);
    case 'choose':
      return advanceChoose(d, node, prefix);
    case 'each':
      return advanceEach(d, node, path);
    case 'repeat':
      return advanceRepeat(d, node, path);
    case 'try':
      return advanceTry(d, node, prefix);
  }
}

/** A sibling may have turned the saga round, had a flow given up, or called for a person, a moment ago. */
export function isHalted(
  { state }: DecisionInProgress,
  { phase, within }: { phase: PlanNode['phase']; within: readonly Enclosure[] },
  path: string,
): boolean {
  if (state.status !== (phase === 'aftermath' ? 'compensating' : 'running')) return true;
  return isGivenUp(state.steps, path, within);
}

/** Begins a step when what goes before its command has succeeded; true when the step has. */
export function advanceStep(d: DecisionInProgress, node: CommandNode, path: string): boolean {
  const step = d.state.steps.get(path);
  if (step?.action.status === 'succeeded') return true;
  // It was given up while a person was busy with another branch.
  if (step?.action.status === 'failed') giveUp(d, node, path, step.action.failure!);
  else if (!step && node.before.every((each) => advanceStep(d, each, prefixOf(path) + each.path)))
    beginUnlessChanged(d, node, path);
  return false;
}

/** Sends the first command of a step, unless what was read again says that it must not go out. */
function beginUnlessChanged(d: DecisionInProgress, node: CommandNode, path: string): void {
  try {
    for (const { unchanged, path: name } of node.before) {
      const reread = d.state.steps.get(prefixOf(path) + name)!.action.output!;
      if (unchanged && !holds(unchanged, d.reader(path, { reread })))
        return failStep(d, node, path, 'business', changedMeanwhile(unchanged.source));
    }
  } catch (error) {
    return failStep(d, node, path, 'business', unrenderable(error));
  }
  beginStep(d, node, path);
}

function changedMeanwhile(expected: string): Failure {
  return { code: 'changed-meanwhile', message: `read again, it is no longer true that ${expected}` };
}

/** Begins a pause; a tick ends it. */
function advanceDelay(d: DecisionInProgress, node: DelayNode, path: string): boolean {
  const step = d.state.steps.get(path);
  if (step) return step.action.status === 'succeeded';
  try {
    const dueAt = endOfDelay(d, node, path);
    d.record({ type: 'delay-started', step: path, direction: 'do', attempt: 1, dueAt });
  } catch (error) {
    giveUp(d, node, path, unrenderable(error));
  }
  return false;
}

function endOfDelay(d: DecisionInProgress, { delay }: DelayNode, path: string): number {
  if (typeof delay === 'number') return d.at + delay;
  const time = evaluate(delay, d.reader(path));
  // eslint-disable-next-line no-restricted-globals -- it reads a text, not the clock
  const at = typeof time === 'string' ? Date.parse(time) : NaN;
  if (!Number.isNaN(at)) return at;
  throw new ExpressionError(delay.source, `gives ${JSON.stringify(time)}, a time as ISO 8601 is needed`);
}

/**
 * Takes the first option whose condition holds; none of them when none does. It is found anew each time: what
 * conditions may read no longer changes once the choice has been reached.
 */
function advanceChoose(d: DecisionInProgress, node: ChooseNode, prefix: string): boolean {
  const path = prefix + node.path;
  let taken: ChooseNode['options'][number] | undefined;
  try {
    taken = node.options.find(({ when }) => holds(when, d.reader(path)));
  } catch (error) {
    giveUp(d, node, path, unrenderable(error));
    return false;
  }
  return advance(d, taken?.flow ?? [], prefix);
}

/** Sends a step's command, for the first time or again. */
export function beginStep(d: DecisionInProgress, node: CommandNode, path: string): void {
  const failure = sendCommand(d, node, path, 'do');
  if (failure) failStep(d, node, path, 'technical', failure);
}

/** A step's attempt came to nothing: try again, or give the step up. */
export function stepAttemptFailed(
  d: DecisionInProgress,
  node: CommandNode,
  path: string,
  kind: FailureKind,
  failure: Failure,
): void {
  if (!scheduleRetry(d, node, path, 'do', kind, failure)) failStep(d, node, path, kind, failure);
}

/** Gives a step up, for good or until a person has decided. */
export function failStep(
  d: DecisionInProgress,
  node: PlanNode,
  path: string,
  kind: FailureKind,
  failure: Failure,
): void {
  const attempt = d.state.steps.get(path)?.action.attempt ?? 0;
  d.record({ type: 'step-failed', step: path, direction: 'do', attempt, kind, failure });
  giveUp(d, node, path, failure);
}
