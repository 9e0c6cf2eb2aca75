import { compile } from '../compile.js';
import type { JsonObject } from '../json.js';
import { parseDefinition } from '../parse-definition.js';
import { childrenOf, escaped } from './ledger.js';
import { importServerlessWorkflow } from './serverless-workflow.js';
import { FULL_WORKFLOW } from './testing/full-workflow.js';
import { InvalidWorkflow } from './workflow.js';

const WORKFLOW = parseDefinition(FULL_WORKFLOW) as JsonObject;
const full = () => structuredClone(WORKFLOW);
const listed = new Set(importServerlessWorkflow(full()).notMapped.map(({ path }) => path));

/** What an import gives, faults included. */
function outcome(document: unknown): string {
  try {
    return JSON.stringify(importServerlessWorkflow(document));
  } catch (error) {
    if (error instanceof InvalidWorkflow) return JSON.stringify(error.faults);
    throw error;
  }
}

interface Part {
  path: string;
  /** The names that lead to the part. */
  names: string[];
  value: unknown;
}

function partsOf(value: unknown, names: string[] = []): Part[] {
  const path = names.map((name) => `/${escaped(name)}`).join('');
  return [
    { path, names, value },
    ...childrenOf(value).flatMap(([name, child]) => partsOf(child, [...names, name])),
  ];
}

const parts = partsOf(full());
const isLeaf = ({ value }: Part) => typeof value !== 'object' || value === null;
const isListed = (path: string): boolean =>
  path !== '' && (listed.has(path) || isListed(path.slice(0, path.lastIndexOf('/'))));

/** The document with one part of it changed. */
function changed(
  { names }: Part,
  change: (parent: Record<string, unknown>, name: string) => void,
): JsonObject {
  const document = full();
  const parent = names.slice(0, -1).reduce((at, name) => at[name] as JsonObject, document);
  change(parent, names.at(-1)!);
  return document;
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'string') return `${value}0`;
  if (typeof value === 'number') return value + 1;
  return value === null ? 0 : !value;
}

const before = outcome(full());

it('a workflow with all that there is compiles to a saga', () => {
  const { definition } = importServerlessWorkflow(full());
  expect(() => compile(definition, 1)).not.toThrow();
});

it.each(parts.filter(isLeaf).map((part) => [part.path, part] as const))(
  '%s makes a difference, or is listed',
  (path, part) => {
    const after = outcome(changed(part, (parent, name) => (parent[name] = otherThan(part.value))));
    expect(after !== before || isListed(path)).toBe(true);
  },
);

it.each(
  parts
    .filter((part) => !isLeaf(part) && !Array.isArray(part.value))
    .map((part) => [part.path, part] as const),
)('an unknown field in %s is in the saga, listed or refused', (path, part) => {
  const document = changed(
    { ...part, names: [...part.names, 'unheardOf'] },
    (parent, name) => (parent[name] = 'x'),
  );
  expect(outcome(document) !== before || isListed(path)).toBe(true);
});

it('whatever stands in place of a part is read or refused, and never a crash', () => {
  parts.slice(1).forEach((part, i) => {
    const document = changed(part, (parent, name) => (parent[name] = [null, 'text', [{}]][i % 3]));
    let definition;
    try {
      ({ definition } = importServerlessWorkflow(document));
    } catch (error) {
      if (error instanceof InvalidWorkflow) return;
      throw error;
    }
    expect(() => compile(definition, 1)).not.toThrow();
  });
});

it('names a part that it does not know, as a whole', () => {
  const document = changed(
    { path: '', names: ['do', '0', 'prepare', 'later'], value: undefined },
    (parent, name) => (parent[name] = { a: [1, 2], b: {} }),
  );
  expect(importServerlessWorkflow(document).notMapped).toContainEqual({
    path: '/do/0/prepare/later',
    what: 'later',
    why: 'the import does not know it',
    fix: 'see whether the saga needs it',
  });
});

describe('what is no workflow is refused with all that is wrong', () => {
  it.each<[string, unknown, string, string]>([
    ['a text', 'hello', '/: a text where an object is expected', 'write an object'],
    ['nothing', null, '/: nothing where an object is expected', 'write an object'],
    ['no document', { do: [] }, '/document: "document" is missing', 'add "document"'],
    [
      'an old DSL',
      { document: { dsl: '0.8' } },
      '/document/dsl: the DSL 0.8 is not read',
      'write the workflow in version 1',
    ],
    ['no tasks', { document: {} }, '/do: "do" is missing', 'add "do"'],
    ['no list', { do: {} }, '/do: an object where a list is expected', 'write a list'],
    [
      'two tasks in one',
      { do: [{ a: {}, b: {} }] },
      '/do/0: is not one name',
      'write one "name: ..." in each item',
    ],
    ['no kind', { do: [{ a: { x: 1 } }] }, '/do/0/a: is no task', 'say what it does: call, do, emit'],
    [
      'a jump to nowhere',
      { do: [{ a: { wait: 'PT1S', then: 'b' } }] },
      '/do/0/a/then: there is no task "b"',
      'name a task',
    ],
    [
      'no duration',
      { do: [{ a: { wait: '5 minutes' } }] },
      '/do/0/a/wait: "5 minutes" is not a duration',
      'write ISO 8601',
    ],
    [
      'no unit',
      { do: [{ a: { wait: { weeks: 1 } } }] },
      '/do/0/a/wait/weeks: a duration has no "weeks"',
      'use one of: days',
    ],
    [
      'no retry',
      { do: [{ a: { try: [], catch: { retry: 'x' } } }] },
      'there is no "x" in use.retries',
      'declare it there',
    ],
    [
      'no command',
      { do: [{ a: { call: 'x', metadata: { compensate: 'Undo!' } } }] },
      '"Undo!" is no command',
      'payments.refund',
    ],
    ['another language', { evaluate: { language: 'js' } }, 'only expressions in jq are read', 'translate'],
    ['nothing to do', { do: [{ a: { set: { x: 1 } } }] }, '', ''],
  ])('%s', (_what, document, message, fix) => {
    expect(() => importServerlessWorkflow(document)).toThrow(InvalidWorkflow);
    expect(() => importServerlessWorkflow(document)).toThrow(message);
    expect(() => importServerlessWorkflow(document)).toThrow(fix);
  });
});
