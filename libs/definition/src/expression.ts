import { Environment } from '@marcbachmann/cel-js';
import type { Json, JsonObject } from './json.js';

/** The variables an expression may read; which of them exist depends on the place it stands in. */
export type Scope = Readonly<Record<string, JsonObject>>;

export interface Expression {
  source: string;
  /** Paths that the expression reads, such as `steps.reserve.total`; `guarded` when inside `has(...)`. */
  references: Reference[];
  /** Throws ExpressionError when a value is missing or an operation doesn't fit its operands. */
  evaluate(scope: Scope): Json;
}

export interface Reference {
  path: string[];
  guarded: boolean;
}

export class ExpressionError extends Error {
  constructor(source: string, reason: string) {
    super(`\${ ${source} }: ${reason}`);
    this.name = 'ExpressionError';
  }
}

const LIMITS = {
  maxAstNodes: 500,
  maxDepth: 32,
  maxListElements: 200,
  maxMapEntries: 200,
  maxCallArguments: 16,
};
const MAX_SOURCE_LENGTH = 2_000;
const environments = new Map<string, Environment>();

/**
 * Parses a CEL expression (https://cel.dev) that may read the given variables.
 * Throws ExpressionError when it does not parse or reads another variable.
 */
export function parseExpression(source: string, variables: readonly string[]): Expression {
  if (source.length > MAX_SOURCE_LENGTH)
    throw new ExpressionError(source.slice(0, 40) + '…', `longer than ${MAX_SOURCE_LENGTH} characters`);
  const environment = environmentFor(variables);
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw new ExpressionError(source, (error as Error).message.split('\n', 1)[0] ?? 'failed');
    }
  };
  const program = guard(() => environment.parse(source));
  const check = program.check();
  if (!check.valid)
    throw new ExpressionError(source, check.error?.message.split('\n', 1)[0] ?? 'has a type error');
  return {
    source,
    references: referencesOf(program.ast as unknown as AstNode),
    evaluate: (scope) => guard(() => toJson(program(scope))),
  };
}

function environmentFor(variables: readonly string[]): Environment {
  const key = variables.join();
  let environment = environments.get(key);
  if (!environment) {
    environment = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS });
    for (const variable of variables) environment.registerVariable(variable, 'map');
    mixIntegersAndDoubles(environment);
    environments.set(key, environment);
  }
  return environment;
}

/** JSON knows one kind of number, CEL two that don't mix: without this, `input.quantity * 2` would be refused. */
function mixIntegersAndDoubles(environment: Environment): void {
  const operators: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
  };
  for (const [sign, apply] of Object.entries(operators)) {
    const mixed = (a: number | bigint, b: number | bigint) => apply(Number(a), Number(b));
    environment.registerOperator(`double ${sign} int`, mixed);
    environment.registerOperator(`int ${sign} double`, mixed);
  }
}

function toJson(value: unknown): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      if (Number.isFinite(value)) return value;
      throw new Error(`${value} is not a number that JSON can carry`);
    case 'bigint': {
      const number = Number(value);
      if (Number.isSafeInteger(number)) return number;
      throw new Error(`${value} is beyond the integers that JSON can carry exactly`);
    }
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(toJson);
      if (value instanceof Date) return value.toISOString();
      if (value instanceof Map) return toJson(Object.fromEntries(value));
      if (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null)
        return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, toJson(v)]));
  }
  throw new Error(`gives a value that JSON can't carry`);
}

interface AstNode {
  op: string;
  args: unknown;
}

function referencesOf(root: AstNode): Reference[] {
  const found: Reference[] = [];
  const visit = (node: unknown, guarded: boolean): void => {
    if (Array.isArray(node)) return node.forEach((each) => visit(each, guarded));
    if (typeof node !== 'object' || node === null || !('op' in node)) return;
    const { op, args } = node as AstNode;
    const path = pathOf(node as AstNode);
    if (path) return void found.push({ path, guarded });
    visit(args, guarded || (op === 'call' && (args as unknown[])[0] === 'has'));
  };
  visit(root, false);
  return found;
}

/** `a.b.c` or `a['b']` as a list of names; undefined for anything else. */
function pathOf(node: AstNode): string[] | undefined {
  if (node.op === 'id') return [node.args as string];
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const [target, field] = node.args as [AstNode, string | AstNode];
  const name = typeof field === 'string' ? field : field.op === 'value' ? field.args : undefined;
  const base = typeof name === 'string' ? pathOf(target) : undefined;
  return base && [...base, name as string];
}
