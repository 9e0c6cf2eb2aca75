import {
  type Expression,
  ExpressionError,
  parseExpression,
  type Reference,
  type Scope,
} from './expression.js';
import type { Json } from './json.js';

/** The largest JSON text that a template may give: well below the limit of one Kafka message. */
export const MAX_RENDERED_BYTES = 512 * 1024;

/** JSON with expressions in it, ready to be filled from a scope. */
export interface CompiledTemplate {
  references: Reference[];
  /** Throws ExpressionError when an expression fails or the result is larger than MAX_RENDERED_BYTES. */
  render(scope: Scope): Json;
}

const WHOLE = /^\$\{([^]*)\}$/;
type Part = (scope: Scope) => Json;

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

  const compile = (node: Json, path: string): Part => {
    if (typeof node === 'string') return compileText(node, path);
    if (Array.isArray(node)) {
      const parts = node.map((each, i) => compile(each, `${path}/${i}`));
      return (scope) => parts.map((part) => part(scope));
    }
    if (node !== null && typeof node === 'object') {
      const parts = Object.entries(node).map(([k, v]) => [k, compile(v, `${path}/${k}`)] as const);
      return (scope) => Object.fromEntries(parts.map(([k, part]) => [k, part(scope)]));
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
      const expression: Expression = parseExpression(source, variables);
      references.push(...expression.references);
      return (scope) => expression.evaluate(scope);
    } catch (error) {
      onFault(path, error as ExpressionError);
      return () => null;
    }
  };

  const root = compile(template, '');
  return {
    references,
    render: (scope) => {
      const value = root(scope);
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
