import { EvaluationBudget } from './evaluation-budget.js';
import { environmentFor, FUNCTIONS } from './expression-environment.js';
import { type Json, toJson } from './json.js';
import { meter } from './metering.js';
import { callsOf, type Reference, referencesOf, type SyntaxNode } from './syntax-tree.js';

/** The variables an expression may read; which of them exist depends on the place it stands in. */
export type Scope = Readonly<Record<string, Json>>;

export interface Expression {
  source: string;
  references: Reference[];
  /**
   * Throws ExpressionError when a value is missing, an operation doesn't fit its operands, or the budget
   * (one of its own, unless it shares another's) is exhausted.
   */
  evaluate(scope: Scope, budget?: EvaluationBudget): Json;
}

export class ExpressionError extends Error {
  constructor(source: string, reason: string) {
    super(`\${ ${source} }: ${reason}`);
    this.name = 'ExpressionError';
  }
}

const MAX_SOURCE_LENGTH = 2_000;

/**
 * Parses a CEL expression (https://cel.dev) that may read the given variables.
 * Throws ExpressionError when it does not parse, reads another variable or calls an unknown function.
 */
export function parseExpression(source: string, variables: readonly string[]): Expression {
  if (source.length > MAX_SOURCE_LENGTH)
    throw new ExpressionError(source.slice(0, 40) + '…', `longer than ${MAX_SOURCE_LENGTH} characters`);
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new ExpressionError(source, firstLine(error));
    }
  };
  const program = guard(() => environmentFor(variables).parse(source));
  const tree = program.ast as unknown as SyntaxNode;
  guard(() => assertKnownFunctions(tree));
  const check = program.check();
  if (!check.valid) throw new ExpressionError(source, firstLine(check.error));

  let budget: EvaluationBudget;
  meter(tree, () => budget);
  return {
    source,
    references: referencesOf(tree),
    evaluate: (scope, shared = new EvaluationBudget()) =>
      guard(() => {
        budget = shared;
        const value = program(scope);
        budget.assertNotExhausted();
        return toJson(value);
      }),
  };
}

/** The library's messages go on with a picture of the place. */
function firstLine(error: unknown): string {
  return error instanceof Error ? error.message.split('\n', 1)[0]! : String(error);
}

function assertKnownFunctions(tree: SyntaxNode): void {
  const unknown = callsOf(tree).find((name) => !FUNCTIONS.has(name));
  if (unknown !== undefined)
    throw new Error(`there is no function ${unknown}(), only ${[...FUNCTIONS].join(', ')}`);
}
