import {
  type CommandNode,
  ExpressionError,
  type JsonObject,
  type PlannedCommand,
  type UndoableNode,
} from '@saga/definition';
import { backoff } from './backoff.js';
import { childOf } from './child.js';
import type { DecisionInProgress } from './decision.js';
import { addressOf } from './names.js';
import { evaluate, renderObject, unrenderable } from './scope.js';
import { markSucceeded } from './succeed.js';
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
  node: UndoableNode,
  path: string,
  direction: Direction,
): Failure | null {
  const planned = plannedOf(node, direction);
  const attempt = (executionOf(d.state, path, direction)?.attempt ?? 0) + 1;
  const isChild = node.kind === 'command' && node.child !== null;
  let input: JsonObject;
  let key: string;
  try {
    input = renderObject(planned.input, d.reader(path), `input of ${planned.command}`);
    key = keyOf(d, planned, path);
    if (isChild) childOf(d, node, path, attempt, input);
    if (direction === 'do' && attempt === 1) registerCompensation(d, node, path);
  } catch (error) {
    return unrenderable(error);
  }
  const dueAt = planned.timeout === null ? null : d.at + planned.timeout;
  d.record({ type: 'step-commanded', step: path, direction, attempt, input, dueAt });
  const { command, participant, publish } = planned;
  const step = addressOf(d.state, path);
  if (publish) {
    d.effect({
      type: 'publish-event',
      step,
      attempt,
      event: command,
      topic: publish.topic,
      key,
      data: input,
    });
    markSucceeded(d, path, direction, attempt, {});
  } else if (!isChild) {
    const address = node.kind === 'wait' ? undoingAddress(step) : { step, direction };
    d.effect({ type: 'send-command', ...address, attempt, command, participant, input });
  } else if (direction === 'do') {
    d.effect({ type: 'start-child', step, attempt, child: childOf(d, node, path, attempt, input) });
  } else {
    const { action } = d.state.steps.get(path)!;
    const child = childOf(d, node, path, action.attempt, action.input);
    d.effect({ type: 'undo-child', step, attempt, child });
  }
  return null;
}

/**
 * To its participant, undoing what an event told of is something to be done: nobody has commanded it to do what is
 * undone, and a compensation without that would have no effect.
 */
export function undoingAddress(step: string): { step: string; direction: Direction } {
  return { step: `${step}${UNDOING}`, direction: 'do' };
}

/** What a reply is about, by the address that its command had. */
export function fromAddress(step: string, direction: Direction): { step: string; direction: Direction } {
  if (direction === 'undo' || !step.endsWith(UNDOING)) return { step, direction };
  return { step: step.slice(0, -UNDOING.length), direction: 'undo' };
}

const UNDOING = '.undo';

/** The key of an event that is published; the saga's id unless the definition says otherwise. */
function keyOf(d: DecisionInProgress, { publish }: PlannedCommand, path: string): string {
  if (!publish?.key) return d.state.id;
  const key = evaluate(publish.key, d.reader(path));
  if (typeof key === 'string' || typeof key === 'number') return String(key);
  throw new ExpressionError(publish.key.source, `gives ${JSON.stringify(key)}, a key is a text or a number`);
}

/** Keeps how a step is undone. Throws ExpressionError when the input of that can't be rendered. */
export function registerCompensation(
  d: DecisionInProgress,
  { compensation }: UndoableNode,
  path: string,
): void {
  if (!compensation) return;
  const { command } = compensation;
  const input = renderObject(compensation.input, d.reader(path), `input of ${command}`);
  d.effect({ type: 'register-compensation', step: path, command, input });
}

/** Schedules the next attempt of a command that came to nothing; false when there is to be none. */
export function scheduleRetry(
  d: DecisionInProgress,
  node: UndoableNode,
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

function plannedOf(node: UndoableNode, direction: Direction): PlannedCommand {
  const planned = direction === 'undo' ? node.compensation : node.kind === 'command' ? node.action : null;
  if (!planned) throw new Error(`nobody is commanded to ${direction} step "${node.path}"`);
  return planned;
}
