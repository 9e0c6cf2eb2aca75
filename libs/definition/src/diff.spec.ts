import { diffDefinitions, type Difference } from './diff.js';
import { parseDefinition } from './parse-definition.js';
import type { SagaDefinition } from './saga-definition.js';

const definition = (...steps: string[]) =>
  parseDefinition(`name: trip\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`) as SagaDefinition;
const step = (name: string, more = '') => `{ name: ${name}, command: any.${name}${more} }`;

/** The differences as people read them. */
function told(from: SagaDefinition, to: SagaDefinition, names?: Record<string, string>): string[] {
  return diffDefinitions(from, to, names).map(tell);
}

function tell(difference: Difference): string {
  switch (difference.change) {
    case 'added':
    case 'removed':
      return `${difference.change} ${difference.step} ${difference.place}`;
    case 'renamed':
      return `renamed ${difference.step} ${difference.to}`;
    case 'moved':
      return `moved ${difference.step} from ${difference.from} to ${difference.to}`;
    case 'changed': {
      const { step, field, from, to } = difference;
      return `${step ?? 'saga'} ${field} ${JSON.stringify(from)} ${JSON.stringify(to)}`;
    }
  }
}

it('finds nothing in what says the same, however it is written', () => {
  const other = { steps: [{ command: 'any.a', name: 'a' }], name: 'trip' };
  expect(told(definition(step('a')), other)).toEqual([]);
});

it('tells which steps were added and removed, and where', () => {
  expect(told(definition(step('a'), step('b')), definition(step('x'), step('b'), step('y')))).toEqual([
    'removed a first',
    'added x first',
    'added y after b',
  ]);
});

it('tells as few moves as there can be', () => {
  const from = definition(...['a', 'b', 'c', 'd', 'e'].map((name) => step(name)));
  const to = definition(...['b', 'c', 'a', 'd', 'e'].map((name) => step(name)));
  expect(told(from, to)).toEqual(['moved a from first to after c']);
});

it('tells what is different field by field', () => {
  const from = definition(
    step('a', ', timeout: 1s, retry: { attempts: 3, nonRetryable: [x] }, input: { lines: [{ sku: 1 }] }'),
  );
  const to = definition(
    step('a', ', retry: { attempts: 5, nonRetryable: [x, y] }, input: { lines: [{ sku: 2 }, { sku: 3 }] }'),
  );
  expect(told({ ...from, deadline: '1h' }, to)).toEqual([
    'saga deadline "1h" null',
    'a timeout "1s" null',
    'a retry.attempts 3 5',
    'a retry.nonRetryable ["x"] ["x","y"]',
    'a input.lines[0].sku 1 2',
    'a input.lines[1] null {"sku":3}',
  ]);
});

it('knows a step again by what it says, or by what it is told', () => {
  const from = definition(step('a'), step('b'));
  const renamed = definition('{ name: first, command: any.a }', step('b'));
  expect(told(from, renamed)).toEqual(['renamed a first']);
  const changed = definition('{ name: first, command: any.other }', step('b'));
  expect(told(from, changed)).toEqual(['removed a first', 'added first first']);
  expect(told(from, changed, { a: 'first' })).toEqual([
    'renamed a first',
    'first command "any.a" "any.other"',
  ]);
  const ambiguous = definition('{ name: x, command: any.a }', '{ name: y, command: any.a }', step('b'));
  expect(told(from, ambiguous)).toEqual(['removed a first', 'added x first', 'added y after x']);
});

describe('in groups', () => {
  const group = (name: string, ...branches: string[]) =>
    `{ name: ${name}, parallel: { join: all, branches: { ${branches.join(', ')} } } }`;

  it('tells in which flow a step stands, and which flows there are', () => {
    const from = definition(group('legs', `air: [${step('a')}]`, `sea: [${step('b')}]`));
    const to = definition(
      group('legs', `air: [${step('a')}, ${step('b')}]`, `land: [${step('c')}]`).replace(
        'join: all',
        'join: any',
      ),
    );
    expect(told(from, to)).toEqual([
      'added c in legs/land, first',
      'legs parallel.join "all" "any"',
      'legs parallel.branches ["air","sea"] ["air","land"]',
      'moved b from in legs/sea, first to in legs/air, after a',
    ]);
  });

  it('does not take the steps of a renamed group for moved', () => {
    const flows = [`air: [${step('a')}]`, `sea: [${step('b')}]`];
    expect(told(definition(group('legs', ...flows)), definition(group('ways', ...flows)))).toEqual([
      'renamed legs ways',
    ]);
  });

  it('reaches every kind of flow', () => {
    const all = (command: string, when: string) => ({
      name: 'trip',
      steps: [
        { name: 'c', choose: [{ when, steps: [{ name: 'c1', command }] }, { steps: [] }] },
        { name: 't', try: [{ steps: [{ name: 't1', command }] }] },
        { name: 'e', each: { in: when, steps: [{ name: 'e1', command }] } },
        { name: 'r', repeat: { until: when, atMost: 3, steps: [{ name: 'r1', command }] } },
      ],
      onFailure: [{ name: 'f', command }],
    });
    expect(told(all('any.a', 'true'), all('any.b', 'false'))).toEqual([
      'c choose[0].when "true" "false"',
      ...['c1', 't1'].map((name) => `${name} command "any.a" "any.b"`),
      'e each.in "true" "false"',
      'e1 command "any.a" "any.b"',
      'r repeat.until "true" "false"',
      ...['r1', 'f'].map((name) => `${name} command "any.a" "any.b"`),
    ]);
  });
});
