import type { DecisionInProgress } from './decision.js';
import { stopAwaiting } from './observed.js';
import { nodeOf } from './path.js';
import { type Execution, type Failure, type FailureKind, isInFlight } from './saga-state.js';

/** Gives up what is in flight of the steps that are chosen: it counts as unknown where it may have an effect. */
export function abandon(d: DecisionInProgress, failure: Failure, isChosen: (path: string) => boolean): void {
  for (const { path, action } of d.state.steps.inFlight()) {
    if (!isInFlight(action) || !isChosen(path)) continue;
    const node = nodeOf(d.plan, path);
    const kind = whatBecameOf(action, node?.kind === 'command');
    d.record({ type: 'step-failed', step: path, direction: 'do', attempt: action.attempt, kind, failure });
    if (node?.kind === 'wait' && node.awaited.kind === 'event') stopAwaiting(d, node, path);
  }
}

/** A delay that is cut short has had no effect; a command that is out may have. */
function whatBecameOf(action: Execution, isCommand: boolean): FailureKind {
  if (!isCommand) return 'business';
  return action.status === 'waiting' ? 'unknown' : 'technical';
}
