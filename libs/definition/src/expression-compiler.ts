import { type Expression, type ExpressionError, parseExpression } from './expression.js';
import type { Fault } from './fault.js';
import type { Json } from './json.js';
import { type CompiledTemplate, compileTemplate } from './template.js';

/** Compiles the expressions of a definition and collects what is wrong with them. */
export class ExpressionCompiler {
  readonly faults: Fault[] = [];

  /** @param path where the template stands, as a JSON pointer */
  template(template: Json, variables: readonly string[], path: string): CompiledTemplate {
    return compileTemplate(template, variables, (below, error) => this.blame(path + below, error));
  }

  optional(template: Json | undefined, variables: readonly string[], path: string): CompiledTemplate | null {
    return template === undefined ? null : this.template(template, variables, path);
  }

  expression(source: string, variables: readonly string[], path: string): Expression {
    try {
      return parseExpression(source, variables);
    } catch (error) {
      this.blame(path, error as ExpressionError);
      return parseExpression('null', []);
    }
  }

  private blame(path: string, error: ExpressionError): void {
    this.faults.push({
      path,
      message: error.message,
      fix: 'mend the expression (CEL, see docs/definition.md)',
    });
  }
}
