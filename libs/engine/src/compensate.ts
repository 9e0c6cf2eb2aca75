import { isUndoable, type UndoableNode } from '@saga/definition';
import { abandon } from './abandon.js';
import { raiseAttention } from './attention.js';
import type { DecisionInProgress } from './decision.js';
import { scheduleRetry, sendCommand } from './execution.js';
import { finishCompensation } from './finish.js';
import { nodeOf, prefixOf, stoodSideBySide } from './path.js';
import type { Failure, FailureKind, StepState } from './saga-state.js';

/** Turns the saga round: what is in flight counts as unknown, and all that may have had an effect is undone. */
export function startCompensation(d: DecisionInProgress, step: string | null, failure: Failure): void {
  abandon(d, failure, () => true);
  d.record({ type: 'compensation-started', step, failure });
  d.effect({ type: 'announce', state: 'compensating', step, failure });
  goBack(d);
}

/** Undoes what is still to be undone; when there is nothing left, the saga comes to its end. */
export function goBack(d: DecisionInProgress): void {
  if (undoNext(d, () => true)) finishCompensation(d);
}

/** A step that is still to be undone, with its node. */
interface Doomed {
  path: string;
  node: UndoableNode;
  step: StepState;
}

/**
 * Begins to undo the steps whose turn it is, out of those that are chosen; true when none is left to be undone.
 * Backwards from the latest, a step waits for those which have to be undone before it.
 */
export function undoNext(d: DecisionInProgress, isChosen: (path: string) => boolean): boolean {
  const { status } = d.state;
  const { order, concurrency } = d.plan.compensation;
  const ahead: Doomed[] = [];
  let underWay = 0;
  for (const each of doomed(d, isChosen)) {
    // Whoever waits, waits for those ahead, which is reason enough to look no further; in an order of their own for any.
    if ((order === 'custom' ? underWay : ahead.length) >= concurrency || d.state.status !== status)
      return false;
    if (isItsTurn(d, each, ahead, isChosen)) {
      undoOrAsk(d, each);
      underWay++;
    }
    // An event that undoes is done once it is published.
    if (d.state.steps.get(each.path)!.compensation?.status !== 'succeeded') ahead.push(each);
  }
  return ahead.length === 0;
}

function* doomed(d: DecisionInProgress, isChosen: (path: string) => boolean): Iterable<Doomed> {
  for (const step of d.state.steps.standing()) {
    const { path } = step;
    const node = nodeOf(d.plan, path);
    if (isUndoable(node) && node.compensation && isChosen(path)) yield { path, node, step };
  }
}

function isItsTurn(
  d: DecisionInProgress,
  each: Doomed,
  ahead: Doomed[],
  isChosen: (path: string) => boolean,
): boolean {
  if (each.node.isCommutative) return true;
  switch (d.plan.compensation.order) {
    case 'reverse':
      return ahead.every(({ node }) => node.isCommutative);
    case 'parallel':
      return ahead.every(({ path, node }) => node.isCommutative || areIndependent(each, { path, node }));
    case 'custom':
      return each.node.undoneAfter.every((name) => ![...namesakes(d, name, each.path, isChosen)].length);
  }
}

function areIndependent(a: Pick<Doomed, 'path' | 'node'>, b: Pick<Doomed, 'path' | 'node'>): boolean {
  return stoodSideBySide({ path: a.path, within: a.node.within }, { path: b.path, within: b.node.within });
}

/** The chosen steps of a name that are still to be undone, in the items and rounds that another step is in, too. */
function* namesakes(
  d: DecisionInProgress,
  name: string,
  of: string,
  isChosen: (path: string) => boolean,
): Iterable<Doomed> {
  for (const each of doomed(d, isChosen)) {
    const [own, other] = [prefixOf(of), prefixOf(each.path)];
    if (each.node.path === name && (own.startsWith(other) || other.startsWith(own))) yield each;
  }
}

function undoOrAsk(d: DecisionInProgress, { path, node, step: { compensation } }: Doomed): void {
  if (!compensation) undoStep(d, node, path);
  // It was given up, and a person has decided about something else since.
  else if (compensation.status === 'failed') askForPerson(d, path, compensation.failure!);
}

/** Sends a step's compensation, for the first time or again. */
export function undoStep(d: DecisionInProgress, node: UndoableNode, path: string): void {
  const failure = sendCommand(d, node, path, 'undo');
  if (failure) failCompensation(d, path, 'technical', failure);
}

/** A compensation's attempt came to nothing: try again, or call for a person. */
export function undoAttemptFailed(
  d: DecisionInProgress,
  node: UndoableNode,
  path: string,
  kind: FailureKind,
  failure: Failure,
): void {
  if (!scheduleRetry(d, node, path, 'undo', kind, failure)) failCompensation(d, path, kind, failure);
}

function failCompensation(d: DecisionInProgress, path: string, kind: FailureKind, failure: Failure): void {
  const attempt = d.state.steps.get(path)?.compensation?.attempt ?? 0;
  d.record({ type: 'step-failed', step: path, direction: 'undo', attempt, kind, failure });
  askForPerson(d, path, failure);
}

function askForPerson(d: DecisionInProgress, path: string, failure: Failure): void {
  raiseAttention(d, path, failure, ['retry', 'skip'], 'undo');
}
