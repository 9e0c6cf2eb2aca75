import { HEADERS } from '@saga/contracts';
import { isJsonObject, type Json } from '@saga/definition';

/** Where the key of an event's flow may stand. */
export interface Keyed {
  /** The key of its message. */
  key: string | null;
  headers: Record<string, string>;
  data: Json;
}

/** A value in an event, under the expression that reads it, such as `event.data.orderId`. */
export type Candidate = readonly [expression: string, value: string];

/** Of an event with more fields than this the further ones are not looked at. */
const MAX_CANDIDATES = 64;
const MAX_DEPTH = 4;
/** What is longer names nothing. */
const MAX_LENGTH = 200;

/** Say what a message is, not what it is about. */
const OF_THE_ENVELOPE = new Set<string>(Object.values(HEADERS).filter((name) => name !== HEADERS.sagaId));

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
/** CEL has a meaning of its own for these. */
const RESERVED = new Set(['in', 'true', 'false', 'null']);
const STEP = /\.([A-Za-z_][A-Za-z0-9_]*)|\[("(?:[^"\\]|\\.)*")\]/y;

/** All that may name the flow of an event: its key, its own headers, and the texts and whole numbers of its data. */
export function candidatesIn({ key, headers, data }: Keyed): Candidate[] {
  const found: Candidate[] = [];
  collect('event.data', data, 0, found);
  if (isName(key)) found.push(['event.key', key]);
  for (const name in headers)
    if (!OF_THE_ENVELOPE.has(name) && isName(headers[name]))
      found.push([member('event.headers', name), headers[name]]);
  return found;
}

/** Reads what an expression of `candidatesIn` stands for. Throws UnknownPath for any other expression. */
export function readerOf(expression: string): (event: Keyed) => string | undefined {
  const path = pathOf(expression);
  return (event) => {
    let value: unknown = event;
    for (const name of path) {
      if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
      value = (value as Record<string, unknown>)[name];
    }
    return textOf(value);
  };
}

/** Thrown for an expression that is no path to a place where a key may stand. */
export class UnknownPath extends Error {
  constructor(expression: string) {
    super(`"${expression}" is no place in an event: write event.key, event.headers.NAME or event.data.FIELD`);
    this.name = 'UnknownPath';
  }
}

function collect(path: string, value: Json, depth: number, found: Candidate[]): void {
  const text = textOf(value);
  if (text !== undefined) found.push([path, text]);
  else if (isJsonObject(value) && depth < MAX_DEPTH)
    for (const name of Object.keys(value)) {
      if (found.length >= MAX_CANDIDATES) return;
      collect(member(path, name), value[name]!, depth + 1, found);
    }
}

/** As the coordinator compares keys: a number is what it looks like. */
function textOf(value: unknown): string | undefined {
  if (isName(value)) return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_LENGTH;
}

function member(path: string, name: string): string {
  return IDENTIFIER.test(name) && !RESERVED.has(name)
    ? `${path}.${name}`
    : `${path}[${JSON.stringify(name)}]`;
}

function pathOf(expression: string): string[] {
  const path: string[] = [];
  STEP.lastIndex = 'event'.length;
  while (STEP.lastIndex < expression.length) {
    const step = STEP.exec(expression);
    if (!step) throw new UnknownPath(expression);
    path.push(step[1] ?? (JSON.parse(step[2]!) as string));
  }
  const isPlace = path[0] === 'key' ? path.length === 1 : ['headers', 'data'].includes(path[0]!);
  if (!expression.startsWith('event') || !isPlace) throw new UnknownPath(expression);
  return path;
}
