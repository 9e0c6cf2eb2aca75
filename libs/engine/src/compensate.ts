import type { CommandNode } from '@saga/definition';
import { raiseAttention } from './attention.js';
import type { DecisionInProgress } from './decision.js';
import { scheduleRetry, sendCommand } from './execution.js';
import {
  type Execution,
  type Failure,
  type FailureKind,
  isInFlight,
  type StepState,
  stepsInOrder,
} from './saga-state.js';

/** Turns the saga round: what is in flight counts as unknown, and all that may have had an effect is undone. */
export function startCompensation(d: DecisionInProgress, step: string | null, failure: Failure): void {
  for (const { path, action } of stepsInOrder(d.state)) {
    if (!isInFlight(action)) continue;
    const kind = whatBecameOf(action, d.plan.commands.has(path));
    d.record({ type: 'step-failed', step: path, direction: 'do', attempt: action.attempt, kind, failure });
  }
  d.record({ type: 'compensation-started', step, failure });
  d.effect({ type: 'announce', state: 'compensating', step, failure });
  goBack(d);
}

/** A delay that is cut short has had no effect; a command that is out may have. */
function whatBecameOf(action: Execution, isCommand: boolean): FailureKind {
  if (!isCommand) return 'business';
  return action.status === 'waiting' ? 'unknown' : 'technical';
}

/** Undoes the latest step that is still to be undone; the saga is compensated when there is none. */
export function goBack(d: DecisionInProgress): void {
  for (const step of stepsInOrder(d.state).reverse()) {
    const node = d.plan.commands.get(step.path);
    if (!node || !isToBeUndone(step, node) || step.compensation?.status === 'succeeded') continue;
    if (!step.compensation) undoStep(d, node);
    // It was given up, and a person has decided about something else since.
    else if (step.compensation.status === 'failed') askForPerson(d, node, step.compensation.failure!);
    return;
  }
  d.record({ type: 'saga-compensated' });
  d.effect({ type: 'announce', state: 'compensated', step: null, failure: d.state.failure });
}

/** Sends a step's compensation, for the first time or again. */
export function undoStep(d: DecisionInProgress, node: CommandNode): void {
  const failure = sendCommand(d, node, 'undo');
  if (failure) failCompensation(d, node, 'technical', failure);
}

/** A compensation's attempt came to nothing: try again, or call for a person. */
export function undoAttemptFailed(
  d: DecisionInProgress,
  node: CommandNode,
  kind: FailureKind,
  failure: Failure,
): void {
  if (!scheduleRetry(d, node, 'undo', kind, failure)) failCompensation(d, node, kind, failure);
}

function failCompensation(
  d: DecisionInProgress,
  node: CommandNode,
  kind: FailureKind,
  failure: Failure,
): void {
  const attempt = d.state.steps[node.path]?.compensation?.attempt ?? 0;
  d.record({ type: 'step-failed', step: node.path, direction: 'undo', attempt, kind, failure });
  askForPerson(d, node, failure);
}

function askForPerson(d: DecisionInProgress, node: CommandNode, failure: Failure): void {
  raiseAttention(d, node.path, failure, ['retry', 'skip']);
}

/** A step that was refused, or never sent, has left nothing behind; every other may have. */
function isToBeUndone(step: StepState, node: CommandNode): boolean {
  return node.compensation !== null && step.action.mayHaveEffect;
}
