import { ExpressionError, type JsonObject, type Scope, type WaitNode } from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import { registerCompensation } from './execution.js';
import { failStep } from './forward.js';
import { giveUp } from './give-up.js';
import { markSucceeded } from './succeed.js';
import { isObserved, stopAwaiting } from './observed.js';
import { evaluate, render, renderObject, unrenderable } from './scope.js';

/** Begins to wait for an event, a signal or a person's answer; true when it has come. */
export function advanceWait(d: DecisionInProgress, node: WaitNode, path: string): boolean {
  const action = d.state.steps.get(path)?.action;
  if (!action) return beginWait(d, node, path) || announceWait(d, path);
  if (action.status === 'failed') giveUp(d, node, path, action.failure!);
  return action.status === 'succeeded';
}

/** Waits, for the first time or again; true when it is over at once, since the signal has come before. */
export function beginWait(d: DecisionInProgress, node: WaitNode, path: string): boolean {
  const attempt = (d.state.steps.get(path)?.action.attempt ?? 0) + 1;
  let input: JsonObject;
  try {
    input = inputOf(d, node, path);
  } catch (error) {
    failStep(d, node, path, 'business', unrenderable(error));
    return false;
  }
  const dueAt = node.timeout === null ? null : d.at + node.timeout;
  d.record({ type: 'wait-started', step: path, direction: 'do', attempt, input, dueAt });
  const { awaited } = node;
  if (awaited.kind === 'signal') {
    const [early] = d.state.signals?.[awaited.signal] ?? [];
    if (early) {
      d.record({ type: 'signal-taken', name: awaited.signal });
      return endWait(d, node, path, early, { signal: early });
    }
  }
  if (awaited.kind === 'event') awaitEvent(d, node, path);
  return false;
}

/** Asks to be told of the event of a step that waits for one, or of one more. */
export function awaitEvent(d: DecisionInProgress, { awaited }: WaitNode, step: string): void {
  if (awaited.kind !== 'event') return;
  const { topic, event, keep } = awaited;
  const { source: match } = awaited.match;
  const key = d.state.steps.get(step)!.action.input.key as string;
  d.effect({ type: 'await-event', step, topic, event, match, key, keep });
}

/** Tells the world that something is awaited of it. */
function announceWait(d: DecisionInProgress, step: string): false {
  if (d.state.steps.get(step)?.action.status === 'waiting')
    d.effect({ type: 'announce', state: 'waiting', step, failure: null });
  return false;
}

/** What was awaited has come; false when it can't be used. */
export function endWait(
  d: DecisionInProgress,
  node: WaitNode,
  path: string,
  news: JsonObject,
  more: Scope,
): boolean {
  try {
    const output = node.output ? renderObject(node.output, d.reader(path, more), 'output') : news;
    markSucceeded(d, path, 'do', d.state.steps.get(path)!.action.attempt, output);
    registerCompensation(d, node, path);
    return true;
  } catch (error) {
    // What an event tells of has happened, whether or not it can be used.
    const hasHappened = d.state.steps.get(path)!.action.status === 'succeeded';
    failStep(d, node, path, hasHappened ? 'unknown' : 'business', unrenderable(error));
    return false;
  }
}

/** The time for it is over: the default answer of an approval, if it has one, or a failure. */
export function onWaitOver(d: DecisionInProgress, node: WaitNode, path: string): void {
  const { awaited } = node;
  if (awaited.kind === 'event') return onEventMissing(d, node, path);
  if (awaited.kind === 'approval' && awaited.default)
    return answerApproval(d, node, path, awaited.default === 'approve', BY_DEFAULT);
  const message = `"${path}" has waited for the ${awaited.kind} in vain`;
  failStep(d, node, path, 'business', { code: 'timeout', message });
}

function onEventMissing(d: DecisionInProgress, node: WaitNode, path: string): void {
  stopAwaiting(d, node, path);
  const { event, topic, key } = d.state.steps.get(path)!.action.input as Record<string, string>;
  const message = `no ${event} with the key "${key}" on ${topic} in time`;
  failStep(d, node, path, 'business', { code: isObserved(node) ? 'event-missing' : 'timeout', message });
}

const BY_DEFAULT = { by: 'default', comment: 'nobody has answered in time' };

/** Somebody, or the default, has approved or rejected. */
export function answerApproval(
  d: DecisionInProgress,
  node: WaitNode,
  path: string,
  approved: boolean,
  { by, comment }: { by: string; comment: string },
): void {
  d.record({ type: 'approval-given', step: path, approved, by, comment });
  if (approved) return void endWait(d, node, path, { by, comment }, {});
  failStep(d, node, path, 'business', { code: 'rejected', message: `${by}: ${comment}` });
}

/** What is awaited, as it stands in the history and is shown to people. */
function inputOf(d: DecisionInProgress, { awaited }: WaitNode, path: string): JsonObject {
  switch (awaited.kind) {
    case 'signal':
      return { signal: awaited.signal };
    case 'approval': {
      const question = awaited.question && render(awaited.question, d.reader(path));
      return { question, approvers: [...awaited.approvers] };
    }
    case 'event': {
      const key = evaluate(awaited.key, d.reader(path));
      if (typeof key !== 'string' && typeof key !== 'number')
        throw new ExpressionError(
          awaited.key.source,
          `gives ${JSON.stringify(key)}, the key of an event is a text or a number`,
        );
      return { event: awaited.event, topic: awaited.topic, key: String(key) };
    }
  }
}
