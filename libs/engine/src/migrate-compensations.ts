import { ExpressionError, type Fault, type JsonObject } from '@saga/definition';
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
    if (compensation || !(action.mayHaveEffect || isInFlight(action))) return [];
    const path = renamed(was, names);
    const reader = d.reader(path);
    try {
      const input = undoingOf(reader);
      if (!input || isRegistered(input, { plan: from, state: before, path: was })) return [];
      const { command } = compensationOf(reader)!;
      d.effect({ type: 'register-compensation', step: path, command, input });
      return [];
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const message = `could not be undone by version ${d.plan.version}: ${error.message}`;
      return [{ path: was, message, fix: 'mend the input of its compensation' }];
    }
  });
}

function isRegistered(input: JsonObject, reader: Reader): boolean {
  try {
    return JSON.stringify(undoingOf(reader)) === JSON.stringify(input);
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function undoingOf(reader: Reader): JsonObject | null {
  const compensation = compensationOf(reader);
  return compensation && renderObject(compensation.input, reader, `input of ${compensation.command}`);
}

function compensationOf({ plan, path }: Reader) {
  const node = nodeOf(plan, path);
  return node?.kind === 'command' ? node.compensation : null;
}
