import type { Awaited, JsonObject, WaitNode } from '@saga/definition';
import { isJsonObject } from '@saga/definition';
import { answerApproval, awaitEvent, endWait } from './advance-wait.js';
import type { DecisionInProgress } from './decision.js';
import { startCompensation } from './compensate.js';
import { goOn } from './go-on.js';
import { isObserved } from './observed.js';
import { nodeOf } from './path.js';
import type { SagaInput } from './saga-input.js';
import { isFinished, isInFlight } from './saga-state.js';

type InputOf<T extends SagaInput['type']> = Extract<SagaInput, { type: T }>;

/** A domain event has come that a step waits for, or did. */
export function onEvent(d: DecisionInProgress, { step, event }: InputOf<'event'>): void {
  const waiting = waitsFor(d, 'event').find(({ path }) => path === step);
  const { data = {} } = event;
  const news = isJsonObject(data) ? data : { data };
  if (!waiting) return onUnexpected(d, step, event, news);
  if (isObserved(waiting.node)) awaitEvent(d, waiting.node, step);
  else d.effect({ type: 'stop-awaiting', step });
  endWait(d, waiting.node, step, news, { event });
  goOn(d);
}

/** It comes again, or late. What it tells of is undone all the same when the saga is, even if that has ended. */
function onUnexpected(d: DecisionInProgress, step: string, event: JsonObject, news: JsonObject): void {
  const node = nodeOf(d.plan, step);
  const action = d.state.steps.get(step)?.action;
  if (node?.kind !== 'wait' || !action || !isObserved(node))
    return d.ignore('not-waiting', `"${step}" does not wait for an event any more`);
  d.record({ type: 'event-unexpected', step, event });
  awaitEvent(d, node, step);
  const { failure, status } = d.state;
  if (!failure || !node.compensation || action.status === 'succeeded') return;
  endWait(d, node, step, news, { event });
  if (isFinished(status)) startCompensation(d, step, failure);
  else goOn(d);
}

/** Somebody has sent the saga a signal: for the step that waits for it, or for the one that will. */
export function onSignal(d: DecisionInProgress, { name, data }: InputOf<'signal'>): void {
  const known = [...d.plan.nodes.values()].some((node) => isFor(node, name));
  if (!known) return d.ignore('unknown-signal', `no step of ${d.plan.name} waits for a signal "${name}"`);
  if (isFinished(d.state.status)) return d.ignore('saga-finished', `the saga is ${d.state.status}`);
  const waiting = waitsFor(d, 'signal').find(({ node }) => isFor(node, name));
  if (!waiting) return d.record({ type: 'signal-received', name, data });
  endWait(d, waiting.node, waiting.path, data, { signal: data });
  goOn(d);
}

/** A person has answered. */
export function onApproval(
  d: DecisionInProgress,
  { step, approved, by, comment }: InputOf<'approval'>,
): void {
  const open = waitsFor(d, 'approval').filter(({ path }) => step === undefined || path === step);
  const [waiting] = open;
  if (!waiting) return d.ignore('not-waiting', `${step ? `"${step}"` : 'the saga'} waits for no approval`);
  if (open.length > 1) {
    const steps = open.map(({ path }) => path).join(', ');
    return d.ignore('act-not-possible', `several approvals are open, name one: ${steps}`);
  }
  answerApproval(d, waiting.node, waiting.path, approved, { by, comment });
  goOn(d);
}

function waitsFor(d: DecisionInProgress, kind: Awaited['kind']): { path: string; node: WaitNode }[] {
  return d.state.steps.inFlight().flatMap(({ path, action }) => {
    const node = nodeOf(d.plan, path);
    return node?.kind === 'wait' && node.awaited.kind === kind && isInFlight(action) ? [{ path, node }] : [];
  });
}

function isFor(node: { kind: string; awaited?: Awaited }, signal: string): boolean {
  return node.awaited?.kind === 'signal' && node.awaited.signal === signal;
}
