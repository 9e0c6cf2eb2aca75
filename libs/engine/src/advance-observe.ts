import type { ObserveNode } from '@saga/definition';
import { abandon } from './abandon.js';
import { beginWait } from './advance-wait.js';
import type { DecisionInProgress } from './decision.js';
import { isHalted } from './forward.js';
import { giveUp } from './give-up.js';
import { markSucceeded } from './succeed.js';

const OVER = { code: 'not-needed', message: 'all events that have to come have come' };

/**
 * Watches events that others cause. All are awaited from the beginning, since they may come in any order; the time for
 * one begins when those have come that it comes after. True when all have come that have to.
 */
export function advanceObserve(d: DecisionInProgress, node: ObserveNode, prefix: string): boolean {
  const path = prefix + node.path;
  const { action } = d.state.steps.get(path) ?? {};
  if (action?.status === 'succeeded') return true;
  if (action?.status === 'failed') {
    giveUp(d, node, path, action.failure!);
    return false;
  }
  if (!action && !begin(d, node, prefix)) return false;
  const hasCome = (name: string) => d.state.steps.get(prefix + name)?.action.status === 'succeeded';
  const failure = node.events.find(({ fails, wait }) => fails && hasCome(wait.path));
  if (failure) {
    const { path: event } = failure.wait;
    giveUp(d, node, path, {
      code: 'failed-by-event',
      message: `the event "${event}" says that it has failed`,
    });
    return false;
  }
  for (const { wait, after, within } of node.events) {
    const { action } = d.state.steps.get(prefix + wait.path)!;
    if (within === null || action.status !== 'waiting' || action.dueAt !== null || !after.every(hasCome))
      continue;
    const step = prefix + wait.path;
    d.record({
      type: 'event-expected',
      step,
      direction: 'do',
      attempt: action.attempt,
      dueAt: d.at + within,
    });
  }
  if (!node.events.every(({ wait, isOptional, fails }) => isOptional || fails || hasCome(wait.path)))
    return false;
  const own = new Set(node.events.map(({ wait }) => prefix + wait.path));
  abandon(d, OVER, (each) => own.has(each));
  markSucceeded(d, path, 'do', 1, {});
  return true;
}

/** Awaits all events; false when the saga can't go on, since the key of one can't be made. */
function begin(d: DecisionInProgress, node: ObserveNode, prefix: string): boolean {
  const step = prefix + node.path;
  const names = node.events.map(({ wait }) => wait.path);
  d.record({
    type: 'wait-started',
    step,
    direction: 'do',
    attempt: 1,
    input: { events: names },
    dueAt: null,
  });
  for (const { wait } of node.events) {
    if (isHalted(d, node, step)) return false;
    beginWait(d, wait, prefix + wait.path);
  }
  d.effect({ type: 'announce', state: 'waiting', step, failure: null });
  return !isHalted(d, node, step);
}
