import type { CommandNode, JsonObject, PlanNode } from '@saga/definition';
import { raiseAttention } from './attention.js';
import { undoAttemptFailed } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { executionOf, fromAddress, outputOf } from './execution.js';
import { failStep, stepAttemptFailed } from './forward.js';
import { goOn } from './go-on.js';
import { pathOf } from './names.js';
import { nodeOf } from './path.js';
import type { SagaInput } from './saga-input.js';
import { type Execution, isFinished, isInFlight } from './saga-state.js';
import { unrenderable } from './scope.js';
import { onStatusAnswer, onStatusUnanswered } from './status-query.js';
import { markSucceeded } from './succeed.js';

type Reply = Extract<SagaInput, { type: 'reply' }>;

/** A participant has answered, or another saga. */
export function onReply(d: DecisionInProgress, given: Reply): void {
  const { step: address, direction: way } = given;
  const reply = { ...given, ...fromAddress(pathOf(d.state, address), way) };
  const { step, direction, attempt, outcome } = reply;
  const node = nodeOf(d.plan, step);
  if (node?.kind !== 'command' && !(node?.kind === 'wait' && direction === 'undo'))
    return d.ignore('unknown-step', `definition ${d.plan.name}@${d.plan.version} has no step "${step}"`);
  // Locks are given up at the end of the saga, which waits for nothing more.
  if (node.kind === 'command' && node.role === 'lock' && direction === 'undo')
    return d.ignore('late-reply', `the lock of "${step}" is given up`);
  const execution = executionOf(d.state, step, direction);
  if (!execution) return d.ignore('step-not-commanded', `"${step}" (${direction}) was never commanded`);
  if (attempt < 1 || attempt > execution.attempt)
    return d.ignore(
      'attempt-not-made',
      `attempt ${attempt} of "${step}" was never made, the last is ${execution.attempt}`,
    );
  if (attempt === execution.settledBy)
    return d.ignore(
      'step-already-done',
      `attempt ${attempt} of "${step}" (${direction}) was answered before`,
    );
  if (isPivotInVain(d, node, reply, execution)) return onPivotInVain(d, reply);
  if (!isTimely(d, reply, execution))
    return d.ignore('late-reply', `"${step}" (${direction}) has moved on since attempt ${attempt}`);

  if (node.kind === 'command' && direction === 'do') onAnswer(d, node, reply, execution);
  else if (outcome.result === 'success') markSucceeded(d, step, direction, attempt, outcome.output);
  else undoAttemptFailed(d, node, step, outcome.result, outcome.failure);
  goOn(d);
}

/**
 * News of success are good however late, until the step is done or being undone. A failure counts only for
 * the attempt in hand: an older one has been followed by another attempt already.
 */
function isTimely(
  d: DecisionInProgress,
  { step, direction, attempt, outcome }: Reply,
  execution: Execution,
): boolean {
  if (isFinished(d.state.status)) return false;
  if (outcome.result === 'success')
    return execution.status !== 'succeeded' && !(direction === 'do' && d.state.steps.get(step)!.compensation);
  if (attempt !== execution.attempt) return false;
  return outcome.result === 'business' ? isInFlight(execution) : execution.status === 'waiting';
}

/** The pivot has taken effect although the saga was turned round: somebody gave it up for not done. */
function isPivotInVain(
  d: DecisionInProgress,
  { phase }: PlanNode,
  { direction, outcome }: Reply,
  { status }: Execution,
): boolean {
  const isTurnedRound = d.state.failure !== null;
  const isNews = direction === 'do' && outcome.result === 'success' && status !== 'succeeded';
  return isTurnedRound && isNews && phase === 'pivot';
}

function onPivotInVain(d: DecisionInProgress, { step, attempt }: Reply): void {
  const reason = {
    code: 'pivot-took-effect',
    message: `"${step}" has taken effect although the saga was being undone: settle it by hand`,
  };
  if (isFinished(d.state.status)) return d.ignore('pivot-took-effect', reason.message);
  d.record({ type: 'step-succeeded', step, direction: 'do', attempt, output: {} });
  raiseAttention(d, null, reason, ['retry']);
}

/** What came of a command that does something. */
function onAnswer(
  d: DecisionInProgress,
  node: CommandNode,
  { step, attempt, outcome }: Reply,
  execution: Execution,
): void {
  if (outcome.result !== 'success') {
    if (node.role === 'status') onStatusUnanswered(d, node, step, outcome.failure);
    else stepAttemptFailed(d, node, step, outcome.result, outcome.failure);
  } else if (node.role === 'status') onStatusAnswer(d, node, step, attempt, outcome.output);
  else succeed(d, node, { step, attempt, replied: outcome.output }, execution);
}

function succeed(
  d: DecisionInProgress,
  node: CommandNode,
  { step, attempt, replied }: { step: string; attempt: number; replied: JsonObject },
  execution: Execution,
): void {
  try {
    markSucceeded(d, step, 'do', attempt, outputOf(d, node, step, replied));
  } catch (error) {
    // The effect has happened, and asking again would give the same reply.
    const failure = unrenderable(error);
    if (isInFlight(execution)) return failStep(d, node, step, 'unknown', failure);
    return d.ignore('late-reply', `"${step}" has failed before, and ${failure.message}`);
  }
}
