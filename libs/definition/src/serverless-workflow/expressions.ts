import { ExpressionError, parseExpression } from '../expression.js';
import type { Json } from '../json.js';
import { concatenated, evaluateJq, type Scope, truth } from './jq.js';
import type { Source } from './source.js';
import { celOf, literal, templateOf, unbracketed, type Value, Unsayable, unknown } from './value.js';

const FIX = 'write it in CEL in the saga, or let a participant compute it';
/** What would be read as an expression if it stood in `${ }`. */
const LOOKS_LIKE_JQ = /^\s*(\.[A-Za-z_]\w*|\$[a-z]+\.\w+)(\.\w+)*\s*$/;

/** A text that is an expression as such, with or without `${ }` round it: a condition, a list, a filter. */
export function expressionIn(source: Source, scope: Scope): Value {
  const text = source.text().trim();
  return said(source, () => evaluateJq(wholeExpression(text) ?? text, scope));
}

/** JSON in which `${ }` marks expressions, each leaf on its own: one that can't be said leaves the others alone. */
export function dataIn(source: Source, scope: Scope): Value {
  const { value } = source;
  if (typeof value === 'string') return textIn(source, scope);
  if (Array.isArray(value)) return { kind: 'list', items: source.items().map((item) => dataIn(item, scope)) };
  if (typeof value === 'object' && value !== null)
    return {
      kind: 'object',
      fields: Object.fromEntries(source.fields().map(([name, field]) => [name, dataIn(field, scope)])),
    };
  source.cover();
  return literal((value ?? null) as null | boolean | number);
}

/** What filters data: an expression as a text, or data with expressions in it. */
export function filterIn(source: Source, scope: Scope): Value {
  return typeof source.value === 'string' ? expressionIn(source, scope) : dataIn(source, scope);
}

/** The CEL condition that a text stands for; one that can't be said never holds, and is listed. */
export function conditionIn(source: Source, scope: Scope, variables: readonly string[]): string {
  const value = expressionIn(source, scope);
  return usable(source, () => checked(unbracketed(truth(value)), variables)) ?? 'false';
}

/** A value as a CEL expression; undefined, and listed, when it can't be said. */
export function celFor(source: Source, value: Value, variables: readonly string[]): string | undefined {
  return usable(source, () => checked(unbracketed(celOf(value)), variables));
}

/** A value as a template; what can't be said in it is null, and listed. */
export function templateFor(source: Source, value: Value, variables: readonly string[]): Json {
  if (value.kind === 'object' && value.others === undefined)
    return Object.fromEntries(
      Object.entries(value.fields).map(([name, field]) => [name, templateFor(source, field, variables)]),
    );
  if (value.kind === 'list') return value.items.map((item) => templateFor(source, item, variables));
  return usable(source, () => checkedTemplate(templateOf(value), variables)) ?? null;
}

/** A text of the DSL in which `{name}` stands for a field of the input, as in the URI of an endpoint. */
export function uriIn(source: Source, scope: Scope): Value {
  const text = source.value;
  if (typeof text !== 'string' || text.includes('${')) return dataIn(source, scope);
  source.cover();
  const parts = text.split(/\{([^{}]*)\}/);
  return said(source, () =>
    concatenated(
      parts.map((part, i) => {
        if (i % 2 === 0) return literal(part);
        if (/^\w+$/.test(part)) return evaluateJq(`.${part}`, scope);
        throw new Unsayable(`{${part}} of a URI template is more than a name`);
      }),
    ),
  );
}

/** Checks an expression as the compiler will. Throws Unsayable. */
function checked(source: string, variables: readonly string[]): string {
  try {
    parseExpression(source, variables);
    return source;
  } catch (error) {
    if (error instanceof ExpressionError) throw new Unsayable(error.message);
    throw error;
  }
}

function checkedTemplate(template: Json, variables: readonly string[]): Json {
  if (typeof template === 'string' && template.startsWith('${ ')) checked(template.slice(3, -2), variables);
  return template;
}

function textIn(source: Source, scope: Scope): Value {
  const text = source.text();
  if (LOOKS_LIKE_JQ.test(text))
    source.tell(
      `the text ${JSON.stringify(text)}`,
      'only ${ } marks an expression, so that it stays a text',
      `write \${ ${text.trim()} } if it is meant as an expression`,
    );
  if (!text.includes('${')) return literal(text);
  return said(source, () => {
    const whole = wholeExpression(text.trim());
    if (whole !== undefined) return evaluateJq(whole, scope);
    return concatenated(
      partsOf(text).map((part, i) => (i % 2 === 0 ? literal(part) : evaluateJq(part, scope))),
    );
  });
}

function wholeExpression(text: string): string | undefined {
  const [before, expression, after, ...more] = text.includes('${') ? partsOf(text) : [];
  return before === '' && after === '' && more.length === 0 ? expression!.trim() : undefined;
}

/** Texts and expressions in turns. A text in an expression may have brackets in it. Throws Unsayable. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', from)) {
    const end = endOfExpression(text, start + 2);
    parts.push(text.slice(from, start), text.slice(start + 2, end));
    from = end + 1;
  }
  return [...parts, text.slice(from)];
}

function endOfExpression(text: string, from: number): number {
  let depth = 1;
  let isText = false;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') isText = !isText;
    else if (!isText && text[i] === '{') depth++;
    else if (!isText && text[i] === '}' && --depth === 0) return i;
  }
  throw new Unsayable('${ has no end');
}

/** The value, or an unknown one whose reason is listed where it stands in the document. */
function said(source: Source, say: () => Value): Value {
  const value = usable(source, () => {
    const value = say();
    if (value.kind === 'unknown') throw new Unsayable(value.why);
    return value;
  });
  return (
    value ?? { ...unknown(`it reads what could not be mapped at ${source.path}`), listedAt: source.path }
  );
}

/** What can't be said is listed, unless it has been already, where it stands in the same part of the document. */
function usable<T>(source: Source, say: () => T): T | undefined {
  try {
    return say();
  } catch (error) {
    if (!(error instanceof Unsayable)) throw error;
    const { path, value } = source;
    const isListed = error.listedAt === path || error.listedAt?.startsWith(`${path}/`);
    const what =
      typeof value === 'string' ? `the expression ${JSON.stringify(value)}` : 'an expression in it';
    if (!isListed) source.tell(what, error.message, FIX);
    return undefined;
  }
}
