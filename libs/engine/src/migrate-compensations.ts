import {
  ExpressionError,
  type Fault,
  isUndoable,
  type JsonObject,
  type PlannedCommand,
  type PlanNode,
} from '@saga/definition';
import type { DecisionInProgress } from './decision.js';
import type { Move } from './migrate.js';
import { renamed } from './names.js';
import { nodeOf } from './path.js';
import { isInFlight } from './saga-state.js';
import { type Reader, renderObject } from './scope.js';

/**
 * Registers how steps are undone where the new version says it otherwise than it is registered. Gives those of which
 * it can't say it.
 */
export function registerAnew(d: DecisionInProgress, { from, names, before }: Move): Fault[] {
  return [...before.steps].flatMap(({ path: was, action, compensation }) => {
    const path = renamed(was, names);
    const isOut = nodeOf(d.plan, path)?.kind === 'command' && isInFlight(action);
    if (compensation || !(action.mayHaveEffect || isOut)) return [];
    const reader = d.reader(path);
    try {
      const undoing = undoingOf(reader);
      if (!undoing || isRegistered(undoing, { plan: from, state: before, path: was })) return [];
      d.effect({ type: 'register-compensation', step: path, ...undoing });
      return [];
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const message = `could not be undone by version ${d.plan.version}: ${error.message}`;
      return [{ path: was, message, fix: 'mend the input of its compensation' }];
    }
  });
}

interface Undoing {
  command: string;
  input: JsonObject;
}

function isRegistered(undoing: Undoing, reader: Reader): boolean {
  try {
    return JSON.stringify(undoingOf(reader)) === JSON.stringify(undoing);
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function undoingOf(reader: Reader): Undoing | null {
  const { command, input } = compensationOf(nodeOf(reader.plan, reader.path)) ?? {};
  if (command === undefined) return null;
  return { command, input: renderObject(input!, reader, `input of ${command}`) };
}

/** How a step is undone; null for one that is not. */
export function compensationOf(node: PlanNode | undefined): PlannedCommand | null {
  return isUndoable(node) ? node.compensation : null;
}
