import { isUndoable, type JsonObject } from '@saga/definition';
import { raiseAttention } from './attention.js';
import { answerParent } from './child.js';
import { startCompensation } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { advanceStep, goThrough } from './forward.js';
import { addressOf } from './names.js';
import { nodeOf, prefixOf } from './path.js';
import { renderObject, unrenderable } from './scope.js';

/** The last step is done: the saga gives its output. */
export function completeSaga(d: DecisionInProgress): void {
  const { output } = d.plan;
  if (!output) return endCompleted(d);
  let rendered: JsonObject;
  try {
    rendered = renderObject(output, d.reader(''), 'output');
  } catch (error) {
    const failure = unrenderable(error);
    if (isPivotCommanded(d)) return raiseAttention(d, null, failure, ['retry', 'skip']);
    return startCompensation(d, null, failure);
  }
  endCompleted(d, rendered);
}

/** Ends the saga as completed, with this output. */
export function endCompleted(d: DecisionInProgress, output?: JsonObject): void {
  d.record({ type: 'saga-completed', ...(output && { output }) });
  d.effect({ type: 'announce', state: 'completed', step: null, failure: null });
  releaseLocks(d);
  answerParent(d, 'do', { result: 'success', output: output ?? {} });
}

/** All is undone: it is verified, and what the definition wants done after a failure is done. */
export function finishCompensation(d: DecisionInProgress): void {
  const undone = [...d.state.steps].flatMap(({ path, compensation }) => {
    const node = nodeOf(d.plan, path);
    if (compensation?.status !== 'succeeded' || !isUndoable(node) || !node.verification) return [];
    return [{ verification: node.verification, path: prefixOf(path) + node.verification.path }];
  });
  const isVerified = undone.map(({ verification, path }) => advanceStep(d, verification, path));
  if (!isVerified.every((verified) => verified)) return;
  if (!goThrough(d, d.plan.onFailure)) return;
  const isProven = undone.every(({ path }) => d.state.steps.get(path)!.action.settledBy !== null);
  const verified = undone.length > 0 && isProven;
  d.record({ type: 'saga-compensated', ...(verified && { verified }) });
  const { failure, undoAttempt } = d.state;
  d.effect({
    type: 'announce',
    state: verified ? 'compensated-verified' : 'compensated',
    step: null,
    failure,
  });
  releaseLocks(d);
  if (undoAttempt !== null) answerParent(d, 'undo', { result: 'success', output: {} });
  else
    answerParent(d, 'do', {
      result: 'business',
      failure: { code: failure!.code, message: failure!.message },
    });
}

/** Whether the step after which there is no going back has been asked for, or one that follows it. */
export function isPivotCommanded({ plan, state }: DecisionInProgress): boolean {
  return plan.pointsOfNoReturn.some((path) => state.steps.has(path));
}

/** Whoever has locked anything, or tried to, gives it up with the end of the saga. */
function releaseLocks(d: DecisionInProgress): void {
  if (!d.plan.locks) return;
  for (const { path, action } of d.state.steps) {
    const node = nodeOf(d.plan, path);
    if (node?.kind !== 'command' || node.role !== 'lock' || !action.mayHaveEffect) continue;
    const { participant } = node.action;
    const input = { key: action.input.key! };
    d.effect({
      ...{ type: 'send-command', step: addressOf(d.state, path), direction: 'undo', attempt: 1 },
      ...{ command: 'locks.release', participant, input },
    });
  }
}
