import type { ParallelNode } from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import { advance, isHalted } from './forward.js';
import { flowOf } from './path.js';
import { giveFlowUp, isUndone } from './undo-flow.js';

const NOT_NEEDED = { code: 'not-needed', message: 'other branches were enough' };

/** Goes on in all branches; when enough of them have ended, the others are undone. */
export function advanceParallel(d: DecisionInProgress, node: ParallelNode, prefix: string): boolean {
  const path = prefix + node.path;
  const isWorking = node.branches.map(({ name }) => !d.state.steps.has(flowOf(prefix, node.path, name)));
  let ended = 0;
  const isDone = node.branches.map(({ flow }, i) => {
    if (!isWorking[i] || ended === node.join) return false;
    const done = advance(d, flow, prefix);
    if (done) ended++;
    return done;
  });
  if (isHalted(d, node, path)) return false;
  node.branches.forEach(({ name }, i) => {
    if (ended === node.join && isWorking[i] && !isDone[i])
      giveFlowUp(d, { flow: flowOf(prefix, node.path, name), cause: null, failure: NOT_NEEDED, next: null });
  });
  return areOthersUndone(d, node, prefix) && ended === node.join;
}

/** Goes on undoing the branches that were given up; true when all of them are undone. */
function areOthersUndone(d: DecisionInProgress, node: ParallelNode, prefix: string): boolean {
  return node.branches
    .map(({ name }) => flowOf(prefix, node.path, name))
    .filter((flow) => d.state.steps.has(flow))
    .map((flow) => isUndone(d, flow))
    .every((undone) => undone);
}
