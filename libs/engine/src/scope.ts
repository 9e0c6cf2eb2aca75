import {
  type CompiledTemplate,
  type Expression,
  ExpressionError,
  isJsonObject,
  isLoop,
  type Json,
  type JsonObject,
  type Plan,
  type Reading,
  type Scope,
} from '@saga/definition';
import { isGivenUp, loopsOf, nodeOf } from './path.js';
import type { Failure, SagaState } from './saga-state.js';

/** Who reads: a step, by its path, and what only it can read, such as a reply. */
export interface Reader {
  plan: Plan;
  state: SagaState;
  path: string;
  more?: Scope;
}

/** Throws ExpressionError when an expression fails, or what it gives is no object. */
export function renderObject(template: CompiledTemplate, reader: Reader, what: string): JsonObject {
  const value = template.render(scopeOf(reader, template.references));
  if (isJsonObject(value)) return value;
  throw new ExpressionError('…', `the ${what} must be an object`);
}

export function render(template: CompiledTemplate, reader: Reader): Json {
  return template.render(scopeOf(reader, template.references));
}

export function evaluate(expression: Expression, reader: Reader): Json {
  return expression.evaluate(scopeOf(reader, expression.references));
}

/** Whether a condition holds; one that is not there does. Throws ExpressionError when it gives neither true nor false. */
export function holds(condition: Expression | null, reader: Reader): boolean {
  if (condition === null) return true;
  const value = evaluate(condition, reader);
  if (typeof value === 'boolean') return value;
  throw new ExpressionError(
    condition.source,
    `gives ${JSON.stringify(value)}, a condition must be true or false`,
  );
}

/** The failure that stands for an expression which could not be evaluated; other errors are thrown on. */
export function unrenderable(error: unknown): Failure {
  if (error instanceof ExpressionError) return { code: 'expression-failed', message: error.message };
  throw error;
}

/** What an expression sees: of the steps just those that it reads, since there may be ten thousands. */
function scopeOf({ plan, state, path, more }: Reader, readings: readonly Reading[]): Scope {
  const names = new Set<string>();
  for (const { path: read } of readings) {
    if (read[0] !== 'steps') continue;
    if (read[1] !== undefined) names.add(read[1]);
    else for (const name of plan.nodes.keys()) names.add(name);
  }
  const steps: JsonObject = {};
  for (const name of names) {
    const output = outputOf(plan, state, name, path);
    if (output) steps[name] = output;
  }
  return { input: state.input, steps, ...loopVariables(plan, state, path), ...aftermath(state), ...more };
}

/** The output of a step as it is seen from a path: in the same item or round, and in the last round of another loop. */
function outputOf(plan: Plan, state: SagaState, name: string, from: string): JsonObject | null {
  const node = plan.nodes.get(name);
  if (!node) return null;
  const own = node.within.length > 0 ? loopsOf(from) : [];
  let prefix = '';
  let loop = 0;
  for (const { group, kind } of node.within.filter(isLoop)) {
    const shared = own[loop++];
    if (shared?.startsWith(`${group}[`)) {
      prefix += shared;
      continue;
    }
    own.length = 0;
    const progress = state.steps.get(prefix + group)?.action.output;
    if (kind === 'each' || !progress) return null;
    const round = (progress.round as number | undefined) ?? (progress.rounds as number) - 1;
    prefix += `${group}[${round}].`;
  }
  const step = state.steps.get(prefix + name);
  if (step?.action.status !== 'succeeded' || isGivenUp(state.steps, prefix + name, node.within)) return null;
  return step.action.output;
}

function loopVariables(plan: Plan, state: SagaState, path: string): Scope {
  const variables: Record<string, Json> = {};
  let prefix = '';
  for (const loop of loopsOf(path)) {
    const [, group, place] = /^(.+)\[(\d+)\]\.$/.exec(loop)!;
    const node = nodeOf(plan, group!);
    if (node?.kind === 'repeat') variables.round = Number(place);
    if (node?.kind === 'each') {
      const items = state.steps.get(prefix + group)?.action.input.items as Json[];
      variables.index = Number(place);
      variables[node.as] = items[Number(place)]!;
    }
    prefix += loop;
  }
  return variables;
}

function aftermath({ failure }: SagaState): Scope {
  return failure ? { failure: { step: failure.step, code: failure.code, message: failure.message } } : {};
}
