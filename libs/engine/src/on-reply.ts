import type { CommandNode, JsonObject } from '@saga/definition';
import { raiseAttention } from './attention.js';
import { goBack, undoAttemptFailed } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { executionOf, outputOf, unrenderable } from './execution.js';
import { failStep, goForward, stepAttemptFailed } from './forward.js';
import type { SagaInput } from './saga-input.js';
import { type Execution, isFinished, isInFlight } from './saga-state.js';

type Reply = Extract<SagaInput, { type: 'reply' }>;

/** A participant has answered. */
export function onReply(d: DecisionInProgress, reply: Reply): void {
  const { step, direction, attempt, outcome } = reply;
  const node = d.plan.commands.get(step);
  if (!node)
    return d.ignore('unknown-step', `definition ${d.plan.name}@${d.plan.version} has no step "${step}"`);
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
  if (isPivotInVain(d, node, reply, execution)) return onPivotInVain(d, node, reply);
  if (!isTimely(d, reply, execution))
    return d.ignore('late-reply', `"${step}" (${direction}) has moved on since attempt ${attempt}`);

  if (outcome.result === 'success') return succeed(d, node, reply, execution, outcome.output);
  if (direction === 'do') stepAttemptFailed(d, node, outcome.result, outcome.failure);
  else undoAttemptFailed(d, node, outcome.result, outcome.failure);
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
    return execution.status !== 'succeeded' && !(direction === 'do' && d.state.steps[step]!.compensation);
  if (attempt !== execution.attempt) return false;
  return outcome.result === 'business' ? isInFlight(execution) : execution.status === 'waiting';
}

/** The pivot has taken effect although the saga was turned round: somebody gave it up for not done. */
function isPivotInVain(
  d: DecisionInProgress,
  { phase }: CommandNode,
  { direction, outcome }: Reply,
  { status }: Execution,
): boolean {
  const isTurnedRound = d.state.failure !== null;
  const isNews = direction === 'do' && outcome.result === 'success' && status !== 'succeeded';
  return isTurnedRound && isNews && phase === 'pivot';
}

function onPivotInVain(d: DecisionInProgress, { path }: CommandNode, { attempt }: Reply): void {
  const reason = {
    code: 'pivot-took-effect',
    message: `"${path}" has taken effect although the saga was being undone: settle it by hand`,
  };
  if (isFinished(d.state.status)) return d.ignore('pivot-took-effect', reason.message);
  d.record({ type: 'step-succeeded', step: path, direction: 'do', attempt, output: {} });
  raiseAttention(d, null, reason, ['retry']);
}

function succeed(
  d: DecisionInProgress,
  node: CommandNode,
  { step, direction, attempt }: Reply,
  execution: Execution,
  replied: JsonObject,
): void {
  let output = replied;
  if (direction === 'do') {
    try {
      output = outputOf(d, node, replied);
    } catch (error) {
      // The effect has happened, and asking again would give the same reply.
      const failure = unrenderable(error);
      if (isInFlight(execution)) return failStep(d, node, 'unknown', failure);
      return d.ignore('late-reply', `"${step}" has failed before, and ${failure.message}`);
    }
  }
  markSucceeded(d, step, direction, attempt, output);
  goOn(d);
}

/** Records that a step, or its compensation, is done; a saga that waited for a person because of it goes on. */
export function markSucceeded(
  d: DecisionInProgress,
  step: string,
  direction: 'do' | 'undo',
  attempt: number,
  output: JsonObject,
): void {
  d.record({ type: 'step-succeeded', step, direction, attempt, output });
  const state = direction === 'do' ? 'step-succeeded' : 'step-compensated';
  d.effect({ type: 'announce', state, step, failure: null });
  if (d.state.attention?.step === step) d.record({ type: 'saga-resumed' });
}

/** Takes the next step in whichever direction the saga is going. */
export function goOn(d: DecisionInProgress): void {
  if (d.state.status === 'running') goForward(d);
  else if (d.state.status === 'compensating') goBack(d);
}
