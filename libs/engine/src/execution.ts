import {
  type CommandNode,
  ExpressionError,
  isJsonObject,
  type JsonObject,
  type PlannedCommand,
  type Scope,
} from '@saga/definition';
import { backoff } from './backoff.js';
import type { DecisionInProgress } from './decision.js';
import type { Direction, Execution, Failure, FailureKind, SagaState } from './saga-state.js';

/** The execution of a step in one direction, if it has begun. */
export function executionOf(state: SagaState, path: string, direction: Direction): Execution | null {
  const step = state.steps[path];
  return (direction === 'do' ? step?.action : step?.compensation) ?? null;
}

/**
 * Sends the next attempt of a command. Gives the failure, with nothing sent, when its input can't be rendered.
 * A step's first command brings the registration of its compensation along.
 */
export function sendCommand(d: DecisionInProgress, node: CommandNode, direction: Direction): Failure | null {
  const planned = plannedOf(node, direction);
  const before = executionOf(d.state, node.path, direction);
  const attempt = (before?.attempt ?? 0) + 1;
  const scope = scopeOf(d.state);
  let input: JsonObject;
  try {
    input = renderObject(planned, scope);
    if (direction === 'do' && node.compensation && attempt === 1) {
      const undo = renderObject(node.compensation, scope);
      d.effect({
        type: 'register-compensation',
        step: node.path,
        command: node.compensation.command,
        input: undo,
      });
    }
  } catch (error) {
    return unrenderable(error);
  }
  d.record({
    type: 'step-commanded',
    step: node.path,
    direction,
    attempt,
    input,
    dueAt: d.at + planned.timeout,
  });
  const { command, participant } = planned;
  d.effect({ type: 'send-command', step: node.path, direction, attempt, command, participant, input });
  return null;
}

/** Schedules the next attempt of a command that came to nothing; false when there is to be none. */
export function scheduleRetry(
  d: DecisionInProgress,
  node: CommandNode,
  direction: Direction,
  kind: FailureKind,
  failure: Failure,
): boolean {
  const { retry } = plannedOf(node, direction);
  const { attempt, earlier } = executionOf(d.state, node.path, direction)!;
  const final = kind === 'business' || (kind === 'technical' && retry.nonRetryable.has(failure.code));
  if (final || attempt - earlier >= retry.attempts) return false;
  const dueAt =
    d.at + backoff(retry, attempt - earlier, `${d.state.id}:${node.path}:${direction}:${attempt}`);
  d.record({ type: 'step-retry-scheduled', step: node.path, direction, attempt, kind, failure, dueAt });
  return true;
}

/** What is kept of a reply. Throws ExpressionError when the step's `output` can't be rendered over it. */
export function outputOf(d: DecisionInProgress, node: CommandNode, reply: JsonObject): JsonObject {
  if (!node.output) return reply;
  return asObject(node.output.render({ ...scopeOf(d.state), reply }), 'output');
}

/** The failure that stands for an expression which could not be evaluated; other errors are thrown on. */
export function unrenderable(error: unknown): Failure {
  if (error instanceof ExpressionError) return { code: 'expression-failed', message: error.message };
  throw error;
}

function plannedOf(node: CommandNode, direction: Direction): PlannedCommand {
  const planned = direction === 'do' ? node.action : node.compensation;
  if (!planned) throw new Error(`step "${node.path}" has no compensation`);
  return planned;
}

function renderObject(planned: PlannedCommand, scope: Scope): JsonObject {
  return asObject(planned.input.render(scope), `input of ${planned.command}`);
}

function asObject(value: unknown, what: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new ExpressionError('…', `the ${what} must be an object`);
}

/** What expressions see: the saga's input, and the output of every step that succeeded. */
export function scopeOf(state: SagaState): Scope {
  const steps: JsonObject = {};
  for (const step of Object.values(state.steps)) {
    if (step.action.status === 'succeeded') steps[step.path] = step.action.output;
  }
  return { input: state.input, steps };
}
