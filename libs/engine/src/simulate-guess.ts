import {
  type CompiledTemplate,
  type Expression,
  ExpressionError,
  type Json,
  type JsonObject,
  type Plan,
  type Scope,
} from '@saga/definition';

const MARK = '(unknown)';

/**
 * Stands for all that nobody can know before it has happened: what participants reply, events, signals. It is known
 * by its mark, wherever it is copied to.
 */
export const UNKNOWN: JsonObject = Object.freeze({ [MARK]: true });

/** What an expression gives that would have to know, by what it is for: the saga goes on. */
const GUESSES: Record<string, Json> = {
  list: [UNKNOWN],
  until: true,
  unchanged: true,
  when: false,
  delay: '1970-01-01T00:00:00Z',
  key: 'unknown',
};

/** A plan whose expressions, where they fail for want of what is not known yet, give a guess in place of failing. */
export function guessing(plan: Plan): Plan {
  return { ...(copy(plan, '', new Map()) as Plan), definition: plan.definition };
}

/** A node is one object, however often it is found. */
function copy(value: unknown, key: string, known: Map<object, unknown>): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Set || key === 'definition')
    return value;
  if (!known.has(value)) known.set(value, copied(value, key, known));
  return known.get(value);
}

function copied(value: object, key: string, known: Map<object, unknown>): unknown {
  if (Array.isArray(value)) return value.map((each) => copy(each, '', known));
  if (value instanceof Map)
    return new Map([...value].map(([name, each]) => [name as string, copy(each, '', known)]));
  if ('render' in value) return guessingTemplate(value as CompiledTemplate);
  if ('evaluate' in value) return guessingExpression(value as Expression, GUESSES[key]!);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copy(each, name, known)]));
}

function guessingTemplate(template: CompiledTemplate): CompiledTemplate {
  const { references } = template;
  return {
    ...template,
    render: (scope) => unlessUnknown(references, scope, () => template.render(scope), UNKNOWN),
  };
}

function guessingExpression(expression: Expression, guess: Json): Expression {
  const { source, references } = expression;
  const evaluate: Expression['evaluate'] = (scope, budget) =>
    unlessUnknown(references, scope, () => expression.evaluate(scope, budget), guess);
  return { source, references, evaluate };
}

function unlessUnknown(
  references: Expression['references'],
  scope: Scope,
  work: () => Json,
  guess: Json,
): Json {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpressionError && references.some(({ path }) => isUnknown(path, scope)))
      return guess;
    throw error;
  }
}

const NEWS = new Set(['reply', 'reread', 'event', 'signal']);

function isUnknown([root, name]: string[], scope: Scope): boolean {
  if (NEWS.has(root!)) return true;
  const value = scope[root!] as JsonObject | undefined;
  return hasMark(root === 'steps' && name !== undefined ? value?.[name] : value);
}

function hasMark(value: Json | undefined): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return MARK in value || Object.values(value).some(hasMark);
}
