import { type Jq, JqSyntaxError, parseJq } from './jq-syntax.js';
import {
  celOf,
  either,
  fieldOf,
  literal,
  operand,
  presence,
  unbracketed,
  type Value,
  Unsayable,
} from './value.js';

/** What an expression can read: its input, which it calls `.`, and variables. */
export interface Scope {
  dot: Value;
  variables: Readonly<Record<string, Value>>;
}

/** What a jq program gives. Throws Unsayable when the saga language has no counterpart for it. */
export function evaluateJq(text: string, scope: Scope): Value {
  try {
    return evaluate(parseJq(text), scope);
  } catch (error) {
    if (error instanceof JqSyntaxError) throw new Unsayable(`jq: it ${error.message}`);
    throw error;
  }
}

function evaluate(program: Jq, scope: Scope): Value {
  const of = (part: Jq) => evaluate(part, scope);
  switch (program.op) {
    case 'identity':
      return scope.dot;
    case 'literal':
      return literal(program.value);
    case 'variable':
      return variable(program.name, scope);
    case 'text':
      return concatenated(program.parts.map((part) => (typeof part === 'string' ? literal(part) : of(part))));
    case 'field': {
      const name = of(program.name);
      const isName = name.kind === 'literal' && (typeof name.value === 'string' || isPlace(name.value));
      if (!isName) throw new Unsayable('jq: reads a field or element whose name is computed');
      return fieldOf(of(program.of), name.value as string | number);
    }
    case 'object':
      return {
        kind: 'object',
        fields: Object.fromEntries(program.fields.map(([name, value]) => [key(of(name)), of(value)])),
      };
    case 'list':
      return { kind: 'list', items: program.items.map(of) };
    case 'if':
      return either(truth(of(program.condition)), of(program.then), of(program.otherwise));
    case 'binary':
      return binary(program, scope);
    case 'call':
      return call(program, scope);
  }
}

function variable(name: string, { variables }: Scope): Value {
  if (Object.hasOwn(variables, name)) return variables[name]!;
  throw new Unsayable(`there is no variable $${name} here`);
}

function key(name: Value): string {
  if (name.kind === 'literal' && typeof name.value === 'string') return name.value;
  throw new Unsayable('jq: makes a field whose name is computed');
}

function isPlace(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function binary({ sign, left, right }: Extract<Jq, { op: 'binary' }>, scope: Scope): Value {
  if (sign === '|') return evaluate(right, { ...scope, dot: evaluate(left, scope) });
  const a = evaluate(left, scope);
  const b = evaluate(right, scope);
  switch (sign) {
    case 'and':
      return truthOf(`(${truth(a)} && ${truth(b)})`);
    case 'or':
      return truthOf(`(${truth(a)} || ${truth(b)})`);
    case '//':
      return either(truth(a), a, b);
    case '==':
      return truthOf(equality(a, b));
    case '!=':
      return truthOf(`!${equality(a, b)}`);
    case '+':
      if (a.kind === 'object' && b.kind === 'object')
        return { kind: 'object', fields: { ...a.fields, ...b.fields }, others: a.others ?? b.others };
      if (a.kind === 'object' || b.kind === 'object') throw new Unsayable('CEL can not merge objects');
      return other(`(${number(a)} + ${number(b)})`);
    // In jq 7 / 2 is 3.5, in CEL 3, unless one of them is a floating-point number.
    case '/':
      return other(`(${number(a)} / double(${number(b)}))`);
    case '%':
      throw new Unsayable('jq: % cuts its operands to whole numbers, which CEL does not');
    case '-':
    case '*':
      return other(`(${number(a)} ${sign} ${number(b)})`);
    default:
      return truthOf(comparison(a, sign, b));
  }
}

function call({ name, args }: Extract<Jq, { op: 'call' }>, scope: Scope): Value {
  const { dot } = scope;
  const one = () => evaluate(args[0]!, scope);
  switch (`${name}/${args.length}`) {
    case 'not/0':
      return truthOf(`!(${unbracketed(truth(dot))})`);
    case 'length/0':
      return other(`size(${celOf(dot)})`);
    case 'tostring/0':
      return other(`string(${unbracketed(celOf(dot))})`);
    case 'ascii_downcase/0':
      return other(`${receiver(dot)}.lowerAscii()`);
    case 'ascii_upcase/0':
      return other(`${receiver(dot)}.upperAscii()`);
    case 'startswith/1':
      return truthOf(`${receiver(dot)}.startsWith(${celOf(one())})`);
    case 'endswith/1':
      return truthOf(`${receiver(dot)}.endsWith(${celOf(one())})`);
    case 'has/1':
      return truthOf(`(${celOf(one())} in ${celOf(dot)})`);
    default:
      throw new Unsayable(`jq: the function ${name} has no counterpart`);
  }
}

/** Texts and what is made into texts, one after the other. */
export function concatenated(parts: readonly Value[]): Value {
  const texts = parts
    .filter((part) => !(part.kind === 'literal' && part.value === ''))
    .map((part) =>
      part.kind === 'literal' ? celOf(literal(String(part.value))) : `string(${unbracketed(celOf(part))})`,
    );
  if (parts.every((part) => part.kind === 'literal'))
    return literal(parts.map((part) => String(part.value)).join(''));
  return other(texts.length === 1 ? texts[0]! : `(${texts.join(' + ')})`);
}

/** The CEL condition for what jq takes for true: everything but null and false. Throws Unsayable. */
export function truth(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return String(value.value !== null && value.value !== false);
    case 'object':
    case 'list':
      return 'true';
    case 'path':
      return `(${[...presence(value), `${celOf(value)} != null`, `${celOf(value)} != false`].join(' && ')})`;
    case 'computed':
      return value.type === 'truth' ? value.source : 'true';
    case 'either':
      return choice(value.condition, truth(value.value), truth(value.otherwise));
    case 'unknown':
      throw new Unsayable(value.why, value.listedAt);
  }
}

/** In jq what is missing equals null, and nothing else; two fields are compared if both are there, or not at all. */
function equality(a: Value, b: Value): string {
  if (a.kind === 'literal' && b.kind === 'literal') return String(a.value === b.value);
  if (a.kind === 'literal' || (b.kind === 'either' && a.kind !== 'either')) return equality(b, a);
  if (a.kind === 'either') return choice(a.condition, equality(a.value, b), equality(a.otherwise, b));
  const isThere = a.kind === 'path' && b.kind !== 'path' ? presence(a) : [];
  const left = a.kind === 'computed' ? `dyn(${unbracketed(a.source)})` : celOf(a);
  if (b.kind === 'literal' && b.value === null) {
    if (a.kind === 'path') return `!(${[...isThere, `${left} != null`].join(' && ')})`;
    return 'false';
  }
  return `(${[...isThere, `${left} == ${celOf(b)}`].join(' && ')})`;
}

function choice(condition: string, one: string, other: string): string {
  return one === other ? one : `(${operand(condition)} ? ${one} : ${other})`;
}

/** In jq what is missing is null, and null is less than any number or text; CEL compares only what is there. */
function comparison(a: Value, sign: string, b: Value): string {
  const greater = sign.startsWith('>') ? a : b;
  const isThere = greater.kind === 'path' ? presence(greater) : [];
  return `(${[...isThere, `${number(a)} ${sign} ${number(b)}`].join(' && ')})`;
}

function number(value: Value): string {
  if (value.kind === 'literal' && (value.value === null || typeof value.value === 'boolean'))
    throw new Unsayable(`jq: calculates with ${value.value}`);
  return celOf(value);
}

function receiver(value: Value): string {
  return value.kind === 'path' ? celOf(value) : `(${unbracketed(celOf(value))})`;
}

function truthOf(source: string): Value {
  return { kind: 'computed', source, type: 'truth' };
}

function other(source: string): Value {
  return { kind: 'computed', source, type: 'other' };
}
