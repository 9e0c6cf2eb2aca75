import { raiseAttention } from './attention.js';
import { startCompensation, undoAttemptFailed, undoStep } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { executionOf } from './execution.js';
import { beginStep, stepAttemptFailed } from './forward.js';
import { goOn, markSucceeded } from './on-reply.js';
import { type Direction, type Failure, isInFlight, type SagaState, stepsInOrder } from './saga-state.js';

const DIRECTIONS: readonly Direction[] = ['do', 'undo'];

/** Time has come to `d.at`: the saga's deadline, overdue replies and attempts whose backoff is over. */
export function onTick(d: DecisionInProgress): void {
  if (isDeadlineOver(d)) onDeadline(d);
  for (const { path } of stepsInOrder(d.state)) {
    for (const direction of DIRECTIONS) {
      if (isDue(d, path, direction)) onDue(d, path, direction);
    }
  }
}

/** When the saga has to be woken next if nothing else happens, in milliseconds since the epoch. */
export function nextWake(state: SagaState): number | null {
  const due = Object.values(state.steps)
    .flatMap((step) => [step.action, step.compensation])
    .flatMap((execution) => (execution && isInFlight(execution) ? [execution.dueAt!] : []));
  if (state.status === 'running' && state.deadlineAt !== null) due.push(state.deadlineAt);
  return due.length > 0 ? due.reduce((a, b) => Math.min(a, b)) : null;
}

function isDue(d: DecisionInProgress, path: string, direction: Direction): boolean {
  const execution = executionOf(d.state, path, direction);
  return execution !== null && isInFlight(execution) && execution.dueAt! <= d.at;
}

function onDue(d: DecisionInProgress, path: string, direction: Direction): void {
  const node = d.plan.commands.get(path);
  if (!node) return onDelayOver(d, path);
  const execution = executionOf(d.state, path, direction)!;
  if (execution.status === 'backing-off') return direction === 'do' ? beginStep(d, node) : undoStep(d, node);
  const failure: Failure = {
    code: 'timeout',
    message: `no reply to attempt ${execution.attempt} of "${path}" (${direction}) in time; it may have taken effect`,
  };
  if (direction === 'do') stepAttemptFailed(d, node, 'unknown', failure);
  else undoAttemptFailed(d, node, 'unknown', failure);
}

function onDelayOver(d: DecisionInProgress, path: string): void {
  markSucceeded(d, path, 'do', 1, {});
  goOn(d);
}

function isDeadlineOver(d: DecisionInProgress): boolean {
  return d.state.status === 'running' && d.state.deadlineAt !== null && d.state.deadlineAt <= d.at;
}

/** Once the pivot has been commanded there may be no way back, so the deadline calls a person instead. */
function onDeadline(d: DecisionInProgress): void {
  const failure: Failure = { code: 'deadline-exceeded', message: `the saga did not end before its deadline` };
  const current = stepsInOrder(d.state).find((step) => isInFlight(step.action))?.path ?? null;
  const pivotCommanded = [...d.plan.commands.values()].some(
    (node) => node.phase === 'pivot' && d.state.steps[node.path],
  );
  if (pivotCommanded) raiseAttention(d, current, failure, current ? ['retry', 'skip'] : ['retry']);
  else startCompensation(d, current, failure);
}
