import type { RepeatNode } from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import { advance, isHalted } from './forward.js';
import { giveUp } from './give-up.js';
import { holds, unrenderable } from './scope.js';

/** Goes through the flow round after round, until its condition holds. */
export function advanceRepeat(d: DecisionInProgress, node: RepeatNode, path: string): boolean {
  for (;;) {
    const action = d.state.steps.get(path)?.action;
    if (action?.status === 'succeeded') return true;
    const round = action ? (action.output!.round as number) : 0;
    if (!action) beginRound(d, path, 0);
    if (!advance(d, node.flow, `${path}[${round}].`) || isHalted(d, node, path)) return false;
    try {
      if (holds(node.until, d.reader(`${path}[${round}].`))) {
        const output = { rounds: round + 1 };
        d.record({ type: 'step-succeeded', step: path, direction: 'do', attempt: 1, output });
        return true;
      }
    } catch (error) {
      giveUp(d, node, path, unrenderable(error));
      return false;
    }
    if (round + 1 === node.atMost) {
      const message = `"${node.until.source}" does not hold after ${node.atMost} rounds`;
      giveUp(d, node, path, { code: 'rounds-exhausted', message });
      return false;
    }
    beginRound(d, path, round + 1);
  }
}

function beginRound(d: DecisionInProgress, step: string, round: number): void {
  d.record({ type: 'round-started', step, direction: 'do', attempt: 1, round });
}
