import type { CommandNode, JsonObject } from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import { outputOf, scheduleRetry, sendCommand } from './execution.js';
import { failStep, stepAttemptFailed } from './forward.js';
import { nodeOf, prefixOf } from './path.js';
import { type Failure, isInFlight } from './saga-state.js';
import { unrenderable } from './scope.js';
import { markSucceeded } from './succeed.js';

/**
 * Asks the participant what became of an attempt that was not answered in time; true when it does. It is asked once
 * an attempt, with its own retries, until the deadline for it is over.
 */
export function askWhatBecame(d: DecisionInProgress, node: CommandNode, path: string): boolean {
  const { attempt } = d.state.steps.get(path)!.action;
  if (!node.status) return false;
  const query = `${prefixOf(path)}${node.status.query.path}[${attempt}]`;
  if (d.state.steps.has(query) || sendCommand(d, node.status.query, query, 'do')) return false;
  d.record({
    type: 'step-asked',
    ...{ step: path, direction: 'do', attempt },
    dueAt: d.at + node.status.deadline,
  });
  return true;
}

/** The participant knows what became of it, or will when it is asked again. */
export function onStatusAnswer(
  d: DecisionInProgress,
  query: CommandNode,
  path: string,
  attempt: number,
  answer: JsonObject,
): void {
  const { outcome, output = {}, failure } = answer;
  if (outcome !== 'done' && outcome !== 'not-done' && outcome !== 'never')
    return onStatusUnanswered(d, query, path, {
      code: 'status-unknown',
      message: `the participant answers ${JSON.stringify(outcome ?? null)}`,
    });
  d.record({ type: 'step-succeeded', step: path, direction: 'do', attempt, output: answer });
  const asked = stepAskedBy(d, path);
  if (!asked) return;
  if (outcome === 'not-done') return stepAttemptFailed(d, asked.node, asked.path, 'unknown', NOT_DONE);
  if (outcome === 'never')
    return failStep(
      d,
      asked.node,
      asked.path,
      'never',
      failure ? (failure as unknown as Failure) : NEVER_DONE,
    );
  try {
    const kept = outputOf(d, asked.node, asked.path, output as JsonObject);
    markSucceeded(d, asked.path, 'do', asked.attempt, kept);
  } catch (error) {
    failStep(d, asked.node, asked.path, 'unknown', unrenderable(error));
  }
}

const NOT_DONE = {
  code: 'timeout',
  message: 'no reply in time, and the participant says it has not been done so far',
};
const NEVER_DONE = {
  code: 'never-done',
  message: 'no reply in time, and the participant says it will never be done',
};

/** No answer for now: it is asked again for as long as there is time; what happens then is the step's own deadline. */
export function onStatusUnanswered(
  d: DecisionInProgress,
  query: CommandNode,
  path: string,
  failure: Failure,
): void {
  if (stepAskedBy(d, path) && scheduleRetry(d, query, path, 'do', 'technical', failure)) return;
  endQuery(d, path, failure);
}

/** Asks again, unless the step has moved on meanwhile and nobody wants to know any more. */
export function askAgain(d: DecisionInProgress, query: CommandNode, path: string): void {
  const failure = stepAskedBy(d, path) ? sendCommand(d, query, path, 'do') : MOVED_ON;
  if (failure) endQuery(d, path, failure);
}

const MOVED_ON = { code: 'moved-on', message: 'what became of the step is known meanwhile' };

function endQuery(d: DecisionInProgress, path: string, failure: Failure): void {
  const { attempt } = d.state.steps.get(path)!.action;
  d.record({ type: 'step-failed', step: path, direction: 'do', attempt, kind: 'business', failure });
}

/** The step that a query is about, unless its attempt has ended meanwhile. */
function stepAskedBy(d: DecisionInProgress, query: string) {
  const [, name, number] = /^(.+)\.status\[(\d+)\]$/.exec(query)!;
  const attempt = Number(number);
  const path = name!;
  const node = nodeOf(d.plan, path) as CommandNode;
  const action = d.state.steps.get(path)?.action;
  return action && isInFlight(action) && action.attempt === attempt ? { node, path, attempt } : null;
}
