import { abandon } from './abandon.js';
import { undoNext } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { flowAt, nodeOf } from './path.js';
import type { Failure } from './saga-state.js';

/** The flow of a group that is given up while the saga goes on, as `legs/air`. */
export interface GivenUpFlow {
  flow: string;
  /** The step whose failure is the reason. */
  cause: string | null;
  failure: Failure;
  /** The way that is tried afterwards. */
  next: number | null;
}

/** Gives a flow up: what is in flight of it counts as unknown, and what it has done will be undone. */
export function giveFlowUp(d: DecisionInProgress, { flow, cause, failure, next }: GivenUpFlow): void {
  abandon(d, failure, (path) => standsIn(d, path, flow));
  d.record({ type: 'flow-undoing', step: flow, direction: 'do', attempt: 1, failure, cause, next });
  d.turnedBack = true;
}

/** Goes on undoing a flow that was given up; true when that is done. */
export function isUndone(d: DecisionInProgress, flow: string): boolean {
  const isOver = () => d.state.steps.get(flow)!.action.status === 'failed';
  if (!isOver() && undoNext(d, (path) => standsIn(d, path, flow)))
    d.record({ type: 'flow-undone', step: flow, direction: 'do', attempt: 1 });
  return isOver();
}

/** Whether a step, or the group of a flow, stands in a flow. */
function standsIn({ plan }: DecisionInProgress, path: string, flow: string): boolean {
  const step = path.split('/', 1)[0]!;
  const within = nodeOf(plan, step)?.within ?? [];
  return within.some((_enclosure, depth) => flowAt(step, within, depth) === flow);
}
