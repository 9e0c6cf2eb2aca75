import { EvaluationBudget } from './evaluation-budget.js';
import { ExpressionError, parseExpression, type Scope } from './expression.js';
import type { Json } from './json.js';
import type { Reference } from './syntax-tree.js';

/** The largest JSON text that a template may give: well below the limit of one Kafka message. */
export const MAX_RENDERED_BYTES = 512 * 1024;

/** How deep objects and lists may be nested in a template. */
const MAX_DEPTH = 64;

/** JSON with expressions in it, ready to be filled from a scope. */
export interface CompiledTemplate {
  written: Json;
  references: Reference[];
  /** Throws ExpressionError when an expression fails or the result is larger than MAX_RENDERED_BYTES. */
  render(scope: Scope): Json;
}

const WHOLE = /^\$\{([^]*)\}$/;
type Part = (scope: Scope, budget: EvaluationBudget) => Json;

/**
 * Compiles every `${ expression }` of a template.
 * Calls `onFault` with the JSON pointer of each expression that does not parse; its value is then null.
 */
export function compileTemplate(
  template: Json,
  variables: readonly string[],
  onFault: (path: string, error: ExpressionError) => void,
): CompiledTemplate {
  const references: Reference[] = [];

  const compile = (node: Json, path: string, depth: number): Part => {
    if (typeof node === 'string') return compileText(node, path);
    if (depth > MAX_DEPTH) {
      onFault(path, new ExpressionError('…', `is nested deeper than ${MAX_DEPTH} levels`));
      return () => null;
    }
    if (Array.isArray(node)) {
      const parts = node.map((each, i) => compile(each, `${path}/${i}`, depth + 1));
      return (...from) => parts.map((part) => part(...from));
    }
    if (node !== null && typeof node === 'object') {
      const parts = Object.entries(node).map(([k, v]) => [k, compile(v, `${path}/${k}`, depth + 1)] as const);
      return (...from) => Object.fromEntries(parts.map(([k, part]) => [k, part(...from)]));
    }
    return () => node;
  };

  const compileText = (text: string, path: string): Part => {
    const source = WHOLE.exec(text.trim())?.[1]?.trim();
    try {
      if (source === undefined) {
        if (text.includes('${'))
          throw new ExpressionError(
            text,
            `mixes text and expression: write one expression, such as \${ 'a' + b }`,
          );
        return () => text;
      }
      const expression = parseExpression(source, variables);
      references.push(...expression.references);
      return expression.evaluate;
    } catch (error) {
      onFault(path, error as ExpressionError);
      return () => null;
    }
  };

  const root = compile(template, '', 0);
  return {
    written: template,
    references,
    render: (scope) => {
      const value = root(scope, new EvaluationBudget());
      const bytes = Buffer.byteLength(JSON.stringify(value));
      if (bytes > MAX_RENDERED_BYTES)
        throw new ExpressionError(
          '…',
          `gives ${bytes} bytes, more than the ${MAX_RENDERED_BYTES} that are allowed`,
        );
      return value;
    },
  };
}
