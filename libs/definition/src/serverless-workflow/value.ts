import type { Json } from '../json.js';

/**
 * What an expression of the workflow gives, as far as it can be told beforehand. `path`: what is read when the saga
 * runs; `computed`: a CEL expression; `either`: it depends on a condition, in CEL; `unknown`: a saga can't say it.
 */
export type Value =
  | { kind: 'literal'; value: null | boolean | number | string }
  | { kind: 'path'; base: string; fields: readonly (string | number)[] }
  | { kind: 'computed'; source: string; type: 'truth' | 'other' }
  | { kind: 'object'; fields: Readonly<Record<string, Value>>; others?: string }
  | { kind: 'list'; items: readonly Value[] }
  | { kind: 'either'; condition: string; value: Value; otherwise: Value }
  | Unknown;

/** A value that a saga can't have; `listedAt`: where in the document the reason has been listed. */
interface Unknown {
  kind: 'unknown';
  why: string;
  listedAt?: string;
}

/** Thrown when the saga language can't say what the workflow says. */
export class Unsayable extends Error {
  constructor(
    why: string,
    readonly listedAt?: string,
  ) {
    super(why);
    this.name = 'Unsayable';
  }
}

export const NULL: Value = { kind: 'literal', value: null };

export function literal(value: null | boolean | number | string): Value {
  return { kind: 'literal', value };
}

export function reading(base: string): Value {
  return { kind: 'path', base, fields: [] };
}

export function unknown(why: string): Unknown {
  return { kind: 'unknown', why };
}

/** One value or another; the same one needs no condition. */
export function either(condition: string, value: Value, otherwise: Value): Value {
  return JSON.stringify(value) === JSON.stringify(otherwise)
    ? value
    : { kind: 'either', condition, value, otherwise };
}

/** A field, or an element, of a value; null when it is not there, as jq has it. Throws Unsayable. */
export function fieldOf(value: Value, name: string | number): Value {
  switch (value.kind) {
    case 'path':
      return { ...value, fields: [...value.fields, name] };
    case 'object':
      if (typeof name === 'number') throw new Unsayable('an object has no elements');
      if (Object.hasOwn(value.fields, name)) return value.fields[name]!;
      return value.others === undefined ? NULL : unknown(value.others);
    case 'list':
      if (typeof name === 'string')
        throw new Unsayable(`a list has no field "${name}": read an element, such as .[0]`);
      return value.items[name] ?? NULL;
    case 'either':
      return either(value.condition, fieldOf(value.value, name), fieldOf(value.otherwise, name));
    case 'unknown':
      return value;
    case 'literal':
      if (value.value === null) return value;
      throw new Unsayable(`${JSON.stringify(value.value)} has no fields`);
    case 'computed':
      throw new Unsayable('reads a field of something computed');
  }
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const RESERVED = new Set(
  (
    'as break const continue else false for function if import in let loop namespace null package return true ' +
    'var void while'
  ).split(' '),
);

/** Whether CEL takes a name as it is, without quotes. */
export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name) && !RESERVED.has(name);
}

/** A value as a CEL expression that can stand anywhere in another. Throws Unsayable. */
export function celOf(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return typeof value.value === 'string' ? quoted(value.value) : String(value.value);
    case 'path':
      return value.fields.reduce<string>(withField, value.base);
    case 'computed':
      return value.source;
    case 'object': {
      if (value.others !== undefined) throw new Unsayable(value.others);
      const fields = Object.entries(value.fields).map(([name, field]) => `${quoted(name)}: ${celOf(field)}`);
      return `{${fields.join(', ')}}`;
    }
    case 'list':
      return `[${value.items.map(celOf).join(', ')}]`;
    case 'either':
      return ternary(operand(value.condition), value.value, value.otherwise);
    case 'unknown':
      throw new Unsayable(value.why, value.listedAt);
  }
}

/** Conditions that have to hold together, as one. */
export function both(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions[0]! : conditions.map(operand).join(' && ');
}

/** A condition as an operand of `&&` and `?:`. */
export function operand(condition: string): string {
  return /\|\||\?/.test(condition) ? `(${unbracketed(condition)})` : condition;
}

/** CEL wants both sides to be of one type, unless it is told not to look. */
function ternary(condition: string, value: Value, otherwise: Value): string {
  const dynamic = (side: Value) =>
    side.kind === 'path' || side.kind === 'either' || side === NULL ? celOf(side) : `dyn(${celOf(side)})`;
  return `(${condition} ? ${dynamic(value)} : ${dynamic(otherwise)})`;
}

/** Without the brackets that only count within another expression. */
export function unbracketed(source: string): string {
  if (!source.startsWith('(')) return source;
  let depth = 0;
  for (let i = 0; i < source.length; i++) {
    if (source[i] === "'") i = endOfText(source, i);
    else if (source[i] === '(') depth++;
    else if (source[i] === ')' && --depth === 0)
      return i === source.length - 1 ? source.slice(1, -1) : source;
  }
  return source;
}

/** A value as a template of the saga: JSON with expressions in it. Throws Unsayable. */
export function templateOf(value: Value): Json {
  switch (value.kind) {
    case 'literal': {
      const isPlain = typeof value.value !== 'string' || !value.value.includes('${');
      return isPlain ? value.value : `\${ ${celOf(value)} }`;
    }
    case 'object':
      if (value.others !== undefined) throw new Unsayable(value.others);
      return Object.fromEntries(
        Object.entries(value.fields).map(([name, field]) => [name, templateOf(field)]),
      );
    case 'list':
      return value.items.map(templateOf);
    default:
      return `\${ ${unbracketed(celOf(value))} }`;
  }
}

/** That everything on the way to the end of a path is there, as conditions. */
export function presence({ base, fields }: Extract<Value, { kind: 'path' }>): string[] {
  return fields.map((field, i) => {
    const before = fields.slice(0, i).reduce<string>(withField, base);
    if (typeof field === 'number') return `size(${before}) > ${field}`;
    return isIdentifier(field) && IDENTIFIER.test(before.replaceAll('.', '_'))
      ? `has(${before}.${field})`
      : `${quoted(field)} in ${before}`;
  });
}

/** The steps that have to have succeeded before a value can be read. */
export function stepsRead(value: Value): ReadonlySet<string> {
  switch (value.kind) {
    case 'path':
    case 'computed': {
      const { guarded, read } = stepsIn(celOf(value));
      return new Set(read.filter((step) => !guarded.has(step)));
    }
    case 'object':
      return union(Object.values(value.fields).map(stepsRead));
    case 'list':
      return union(value.items.map(stepsRead));
    case 'either': {
      const { guarded, read } = stepsIn(value.condition);
      const inside = [...read, ...stepsRead(value.value)].filter((step) => !guarded.has(step));
      return union([new Set(inside), stepsRead(value.otherwise)]);
    }
    case 'literal':
    case 'unknown':
      return new Set();
  }
}

function stepsIn(source: string): { guarded: Set<string>; read: string[] } {
  const all = (pattern: RegExp) => [...source.matchAll(pattern)].map(([, step]) => step!);
  return { guarded: new Set(all(/has\(steps\.(\w+)\)/g)), read: all(/\bsteps\.(\w+)/g) };
}

function withField(source: string, field: string | number): string {
  if (typeof field === 'number') return `${source}[${field}]`;
  return isIdentifier(field) ? `${source}.${field}` : `${source}[${quoted(field)}]`;
}

function quoted(text: string): string {
  const escapes: Record<string, string> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return `'${text.replace(/[\\'\n\r\t]/g, (character) => escapes[character]!)}'`;
}

function endOfText(source: string, from: number): number {
  let i = from + 1;
  while (i < source.length && source[i] !== "'") i += source[i] === '\\' ? 2 : 1;
  return i;
}

function union<T>(sets: ReadonlySet<T>[]): Set<T> {
  return new Set(sets.flatMap((set) => [...set]));
}
