import type { WaitNode } from '@saga/definition';
import type { DecisionInProgress } from './decision.js';

/** Whether an event is one of a choreography, which may come again, or late. */
export function isObserved({ awaited }: WaitNode): boolean {
  return awaited.kind === 'event' && awaited.isObserved;
}

/** An event is awaited no longer; those of a choreography still are, so that none comes unseen. */
export function stopAwaiting(d: DecisionInProgress, node: WaitNode, step: string): void {
  if (node.awaited.kind === 'event' && !isObserved(node)) d.effect({ type: 'stop-awaiting', step });
}
