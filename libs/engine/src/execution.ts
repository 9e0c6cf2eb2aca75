import type { CommandNode, JsonObject, PlannedCommand } from '@saga/definition';
import { backoff } from './backoff.js';
import { childOf } from './child.js';
import type { DecisionInProgress } from './decision.js';
import { addressOf } from './names.js';
import { renderObject, unrenderable } from './scope.js';
import type { Direction, Execution, Failure, FailureKind, SagaState } from './saga-state.js';

/** The execution of a step in one direction, if it has begun. */
export function executionOf(state: SagaState, path: string, direction: Direction): Execution | null {
  const step = state.steps.get(path);
  return (direction === 'do' ? step?.action : step?.compensation) ?? null;
}

/**
 * Sends the next attempt of a command. Gives the failure, with nothing sent, when its input can't be rendered.
 * A step's first command brings the registration of its compensation along.
 */
export function sendCommand(
  d: DecisionInProgress,
  node: CommandNode,
  path: string,
  direction: Direction,
): Failure | null {
  const planned = plannedOf(node, direction);
  const attempt = (executionOf(d.state, path, direction)?.attempt ?? 0) + 1;
  let input: JsonObject;
  try {
    input = renderObject(planned.input, d.reader(path), `input of ${planned.command}`);
    if (node.child) childOf(d, node, path, attempt, input);
    if (direction === 'do' && node.compensation && attempt === 1) {
      const { command } = node.compensation;
      const undo = renderObject(node.compensation.input, d.reader(path), `input of ${command}`);
      d.effect({ type: 'register-compensation', step: path, command, input: undo });
    }
  } catch (error) {
    return unrenderable(error);
  }
  const dueAt = planned.timeout === null ? null : d.at + planned.timeout;
  d.record({ type: 'step-commanded', step: path, direction, attempt, input, dueAt });
  const { command, participant } = planned;
  const step = addressOf(d.state, path);
  if (!node.child) d.effect({ type: 'send-command', step, direction, attempt, command, participant, input });
  else if (direction === 'do')
    d.effect({ type: 'start-child', step, attempt, child: childOf(d, node, path, attempt, input) });
  else {
    const { action } = d.state.steps.get(path)!;
    const child = childOf(d, node, path, action.attempt, action.input);
    d.effect({ type: 'undo-child', step, attempt, child });
  }
  return null;
}

/** Schedules the next attempt of a command that came to nothing; false when there is to be none. */
export function scheduleRetry(
  d: DecisionInProgress,
  node: CommandNode,
  path: string,
  direction: Direction,
  kind: FailureKind,
  failure: Failure,
): boolean {
  const { retry } = plannedOf(node, direction);
  const { attempt, earlier } = executionOf(d.state, path, direction)!;
  const isFinal = kind === 'business' || kind === 'never';
  if (isFinal || (kind === 'technical' && retry.nonRetryable.has(failure.code))) return false;
  if (attempt - earlier >= retry.attempts) return false;
  const dueAt = d.at + backoff(retry, attempt - earlier, `${d.state.id}:${path}:${direction}:${attempt}`);
  d.record({ type: 'step-retry-scheduled', step: path, direction, attempt, kind, failure, dueAt });
  return true;
}

/** What is kept of a reply. Throws ExpressionError when the step's `output` can't be rendered over it. */
export function outputOf(
  d: DecisionInProgress,
  node: CommandNode,
  path: string,
  reply: JsonObject,
): JsonObject {
  return node.output ? renderObject(node.output, d.reader(path, { reply }), 'output') : reply;
}

function plannedOf(node: CommandNode, direction: Direction): PlannedCommand {
  const planned = direction === 'do' ? node.action : node.compensation;
  if (!planned) throw new Error(`step "${node.path}" has no compensation`);
  return planned;
}
