import type { EvaluationBudget } from './evaluation-budget.js';
import { calledName, childrenOf, isAccess, type SyntaxNode } from './syntax-tree.js';

/** What ends a quantifier at once, which otherwise goes on through its list when its predicate throws. */
const LAST_ANSWER = new Map([
  ['all', false],
  ['exists', true],
]);

/**
 * Makes every part of a parsed and checked expression pay for the value that it gives, out of the budget that is
 * current at that moment. Of an object that is only looked into, just the field that is taken is paid for.
 */
export function meter(root: SyntaxNode, current: () => EvaluationBudget): void {
  const visit = (node: SyntaxNode, isLookedInto: boolean): void => {
    wrap(node, (evaluate) => {
      const value = failuresPaid(evaluate, current());
      current().payForValue(isLookedInto ? null : value);
      return value;
    });
    const children = childrenOf(node);
    children.forEach((child, i) => visit(child, isAccess(node) && i === 0));
    const lastAnswer = LAST_ANSWER.get(calledName(node) ?? '');
    if (lastAnswer !== undefined) endWhenExhausted(children.at(-1)!, lastAnswer, current);
  };
  visit(root, false);
}

function failuresPaid(evaluate: () => unknown, budget: EvaluationBudget): unknown {
  try {
    return evaluate();
  } catch (error) {
    budget.payForFailure();
    throw error;
  }
}

function endWhenExhausted(predicate: SyntaxNode, lastAnswer: boolean, current: () => EvaluationBudget): void {
  wrap(predicate, (evaluate) => {
    try {
      return evaluate();
    } catch (error) {
      if (current().isExhausted) return lastAnswer;
      throw error;
    }
  });
}

/** Puts `around` between a node's evaluation and those who ask for it. */
function wrap(node: SyntaxNode, around: (evaluate: () => unknown) => unknown): void {
  const { meta } = node.meta.alternate ?? node;
  const part = meta.macro ?? meta;
  const { evaluate } = part;
  part.evaluate = (...from) => around(() => evaluate(...from));
}
