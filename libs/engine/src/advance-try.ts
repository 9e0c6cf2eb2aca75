import type { TryNode } from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import { advance } from './forward.js';
import { flowOf } from './path.js';
import { isUndone } from './undo-flow.js';

/** Goes the first way; each one that is given up is undone before the next is gone. */
export function advanceTry(d: DecisionInProgress, node: TryNode, prefix: string): boolean {
  for (let way = 0; ;) {
    const flow = flowOf(prefix, node.path, String(way));
    const givenUp = d.state.steps.get(flow);
    if (!givenUp) return advance(d, node.ways[way]!.flow, prefix);
    if (!isUndone(d, flow)) return false;
    way = givenUp.action.input.next as number;
  }
}
