import { type CommandNode, isUndoable } from '@saga/definition';
import { onWaitOver } from './advance-wait.js';
import { raiseAttention } from './attention.js';
import { startCompensation, undoAttemptFailed, undoStep } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { executionOf } from './execution.js';
import { isPivotCommanded } from './finish.js';
import { beginStep, stepAttemptFailed } from './forward.js';
import { goOn } from './go-on.js';
import { nodeOf } from './path.js';
import { type Direction, type Failure, isFinished, isInFlight, type SagaState } from './saga-state.js';
import { askAgain, askWhatBecame, onStatusUnanswered } from './status-query.js';
import { markSucceeded } from './succeed.js';

const DIRECTIONS: readonly Direction[] = ['do', 'undo'];

/**
 * Time has come to `d.at`: the saga's deadline, overdue replies and attempts whose backoff is over.
 * @param lagging participants that don't keep up with their commands
 */
export function onTick(d: DecisionInProgress, lagging: ReadonlySet<string> = new Set()): void {
  if (isFinished(d.state.status)) return;
  if (isDeadlineOver(d)) onDeadline(d);
  const due = d.state.steps
    .inFlight()
    .flatMap(({ path }) => DIRECTIONS.map((direction) => ({ path, direction })));
  for (const { path, direction } of due) {
    if (isDue(d, path, direction)) onDue(d, path, direction, lagging);
  }
  if (d.events.length > 0) goOn(d);
}

/**
 * When the saga has to be woken next if nothing else happens, in milliseconds since the epoch. Null at its end, even if
 * a participant still owes an answer to a question that nobody has any more.
 */
export function nextWake(state: SagaState): number | null {
  if (isFinished(state.status)) return null;
  let next = state.status === 'running' && state.deadlineAt !== null ? state.deadlineAt : Infinity;
  for (const { action, compensation } of state.steps.inFlight()) {
    for (const execution of [action, compensation]) {
      if (execution && isInFlight(execution) && execution.dueAt !== null)
        next = Math.min(next, execution.dueAt);
    }
  }
  return next === Infinity ? null : next;
}

function isDue(d: DecisionInProgress, path: string, direction: Direction): boolean {
  const execution = executionOf(d.state, path, direction);
  return execution !== null && isInFlight(execution) && execution.dueAt !== null && execution.dueAt <= d.at;
}

function onDue(
  d: DecisionInProgress,
  path: string,
  direction: Direction,
  lagging: ReadonlySet<string>,
): void {
  const node = nodeOf(d.plan, path);
  const { status } = executionOf(d.state, path, direction)!;
  if (!isUndoable(node)) return markSucceeded(d, path, 'do', 1, {});
  if (direction === 'undo') {
    if (status === 'waiting') undoAttemptFailed(d, node, path, 'unknown', overdue(d, path, direction));
    else undoStep(d, node, path);
  } else if (node.kind === 'wait') onWaitOver(d, node, path);
  else if (status === 'waiting') onOverdue(d, node, path, lagging);
  else if (node.role === 'status') askAgain(d, node, path);
  else beginStep(d, node, path);
}

/** No reply in time: the clock did not count, or somebody knows what became of the attempt, or nobody does. */
function onOverdue(
  d: DecisionInProgress,
  node: CommandNode,
  path: string,
  lagging: ReadonlySet<string>,
): void {
  const { attempt } = executionOf(d.state, path, 'do')!;
  const { participant, timeout } = node.action;
  if (node.clockStops && lagging.has(participant))
    return d.record({
      ...{ type: 'clock-restarted', step: path, direction: 'do', attempt },
      dueAt: d.at + timeout!,
    });
  const failure = overdue(d, path, 'do');
  if (node.role === 'status') return onStatusUnanswered(d, node, path, failure);
  if (!askWhatBecame(d, node, path)) stepAttemptFailed(d, node, path, 'unknown', failure);
}

function overdue(d: DecisionInProgress, path: string, direction: Direction): Failure {
  const { attempt } = executionOf(d.state, path, direction)!;
  const message = `no reply to attempt ${attempt} of "${path}" (${direction}) in time; it may have taken effect`;
  return { code: 'timeout', message };
}

function isDeadlineOver(d: DecisionInProgress): boolean {
  return d.state.status === 'running' && d.state.deadlineAt !== null && d.state.deadlineAt <= d.at;
}

/** Once the pivot has been commanded there may be no way back, so the deadline calls a person instead. */
function onDeadline(d: DecisionInProgress): void {
  const failure: Failure = { code: 'deadline-exceeded', message: `the saga did not end before its deadline` };
  const current =
    d.state.steps.inFlight().find(({ path, action }) => isInFlight(action) && d.plan.nodes.has(path))?.path ??
    null;
  if (!isPivotCommanded(d)) return startCompensation(d, current, failure);
  const isCommand = current !== null && d.plan.commands.has(current);
  raiseAttention(d, current, failure, isCommand ? ['retry', 'skip'] : ['retry']);
}
