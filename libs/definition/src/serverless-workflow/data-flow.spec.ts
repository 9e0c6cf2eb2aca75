import { imported } from './testing/imported.js';

const step = (name: string, more = '') =>
  `- ${name}: { call: shop.${name}, metadata: { compensate: none }${more} }`;
/** The input that the last step of a workflow is given. */
function lastInput(text: string): unknown {
  const { steps, notMapped } = imported(text);
  expect(notMapped).toEqual([]);
  return (steps.at(-1) as { input?: unknown }).input;
}

describe('what a task reads as "." is', () => {
  it('the input of the workflow, in the first one', () => {
    expect(
      lastInput(`do: [{ a: { call: shop.a, with: { x: '\${ .x }' }, metadata: { compensate: none } } }]`),
    ).toEqual({
      x: '${ input.x }',
    });
  });

  it.each([
    ['the output of the task before', '', '${ steps.a.x }'],
    ['what that task keeps of its output', `, output: { as: .found }`, '${ steps.a.found.x }'],
    ['what that task makes of its output', `, output: { as: { x: '\${ .y }' } }`, '${ steps.a.x }'],
    ['what that task makes of its input', `, output: { as: '$input' }`, '${ input.x }'],
  ])('%s', (_what, more, read) => {
    expect(
      lastInput(`
do:
  ${step('a', more)}
  - b: { call: shop.b, with: { x: '\${ .x }' }, metadata: { compensate: none } }
`),
    ).toEqual({ x: read });
  });

  it.each([
    ['what the task filters from it', `input: { from: .order }`, `\${ .id }`, '${ input.order.id }'],
    ['the same by its name', `input: { from: .order }`, `\${ $input.id }`, '${ input.order.id }'],
    [
      'what the task makes of it',
      `input: { from: { id: '\${ .order.id }' } }`,
      `\${ .id }`,
      '${ input.order.id }',
    ],
    [
      'not what the workflow was given',
      `input: { from: .order }`,
      `\${ $workflow.input.id }`,
      '${ input.id }',
    ],
    [
      'of use in a text',
      `input: { from: .order }`,
      `No. \${ .id }!`,
      "${ 'No. ' + string(input.order.id) + '!' }",
    ],
  ])('%s', (_what, filter, read, expected) => {
    expect(
      lastInput(`
do:
  - a: { call: shop.a, with: { x: "${read}" }, ${filter}, metadata: { compensate: none } }
`),
    ).toEqual({ x: expected });
  });

  it('what was set', () => {
    expect(
      lastInput(`
do:
  - prepare: { set: { order: { id: '\${ .id }', kind: express }, note: plain } }
  - a: { call: shop.a, with: { all: '\${ . }', kind: '\${ .order.kind }' }, metadata: { compensate: none } }
`),
    ).toMatchObject({ kind: 'express' });
  });

  it('the outputs of all branches, in their order', () => {
    expect(
      lastInput(`
do:
  - both:
      fork:
        branches:
          ${step('left')}
          ${step('right')}
  - a: { call: shop.a, with: { l: '\${ .[0].id }', r: '\${ .[1].id }' }, metadata: { compensate: none } }
`),
    ).toEqual({ l: '${ steps.left.id }', r: '${ steps.right.id }' });
  });

  it('the output of the branch that won', () => {
    expect(
      lastInput(`
do:
  - race:
      fork:
        compete: true
        branches:
          ${step('left')}
          ${step('right')}
  - a: { call: shop.a, with: { id: '\${ .id }' }, metadata: { compensate: none } }
`),
    ).toEqual({ id: '${ has(steps.left) ? steps.left.id : (has(steps.right) ? steps.right.id : null) }' });
  });

  it('the output of a task that was left out by its condition only if it was not', () => {
    expect(
      lastInput(`
do:
  - a: { if: .vip, call: shop.a, metadata: { compensate: none } }
  - b: { call: shop.b, with: { id: '\${ .id }' }, metadata: { compensate: none } }
`),
    ).toEqual({ id: '${ has(steps.a) ? steps.a.id : input.id }' });
  });
});

it('reads what was exported', () => {
  expect(
    lastInput(`
do:
  - a: { call: shop.a, export: { as: { orderId: '\${ .id }', first: '\${ $output.x }' } }, metadata: { compensate: none } }
  - b: { call: shop.b, export: { as: '$context + { more: .y }' }, metadata: { compensate: none } }
  - c: { call: shop.c, with: { id: '\${ $context.orderId }', y: '\${ $context.more }' }, metadata: { compensate: none } }
`),
  ).toEqual({ id: '${ steps.a.id }', y: '${ steps.b.y }' });
});

it('reads the item and its place in a loop', () => {
  const { steps, notMapped } = imported(`
do:
  - parcels:
      for: { each: parcel, in: .order.parcels, at: number }
      do:
        - pack:
            call: shop.pack
            with: { id: '\${ $parcel.id }', at: '\${ $number }', order: '\${ $workflow.input.order.id }' }
            metadata: { compensate: shop.unpack }
        - label: { call: shop.label, with: { box: '\${ .box }' }, metadata: { compensate: none } }
`);
  expect(notMapped).toEqual([]);
  expect(steps).toEqual([
    {
      name: 'parcels',
      each: {
        in: 'input.order.parcels',
        as: 'parcel',
        concurrency: 1,
        steps: [
          {
            name: 'pack',
            command: 'shop.pack',
            input: { id: '${ parcel.id }', at: '${ index }', order: '${ input.order.id }' },
            compensate: 'shop.unpack',
          },
          { name: 'label', command: 'shop.label', input: { box: '${ steps.pack.box }' }, compensate: 'none' },
        ],
      },
    },
  ]);
});

it('does not hand on from round to round', () => {
  const { notMapped } = imported(`
do:
  - parcels:
      for: { in: .parcels }
      while: .go
      do: [{ pack: { call: shop.pack, with: { x: '\${ .x }', y: '\${ $context.y }' }, export: { as: . }, metadata: { compensate: none } } }]
  - done: { call: shop.done, with: { x: '\${ .x }', y: '\${ $context.y }' }, metadata: { compensate: none } }
`);
  expect(notMapped.map(({ path, why }) => [path, why])).toEqual([
    ['/do/0/parcels/while', expect.stringContaining('does all items')],
    ['/do/0/parcels/do/0/pack/with/x', 'in a loop it is the output of the round before: read $item'],
    [
      '/do/0/parcels/do/0/pack/with/y',
      expect.stringContaining('what is exported in a loop is not handed on'),
    ],
    ['/do/1/done/with/x', expect.stringContaining('it is the output of the last round')],
    ['/do/1/done/with/y', expect.stringContaining('what is exported in a loop is not handed on')],
  ]);
});

it('gives the output of the workflow', () => {
  const output = (text: string) => imported(`do:\n  ${step('a')}\n${text}`).definition.output;
  expect(output('')).toBe('${ steps.a }');
  expect(output('output: { as: .order }')).toBe('${ steps.a.order }');
  expect(output(`output: { as: { id: '\${ .id }' } }`)).toEqual({ id: '${ steps.a.id }' });
});

it('filters the input of the workflow', () => {
  expect(
    lastInput(`
input: { from: .order }
do: [{ a: { call: shop.a, with: { id: '\${ .id }' }, metadata: { compensate: none } } }]
`),
  ).toEqual({ id: '${ input.order.id }' });
});

it('lists an expression that can not be said once, where it stands, and what reads it', () => {
  const { steps, notMapped } = imported(`
do:
  - a: { call: shop.a, with: { x: '\${ map(.y) }', z: '\${ .z }' }, output: { as: '.[]' }, metadata: { compensate: none } }
  - b: { call: shop.b, with: { x: '\${ .x }', t: .text }, metadata: { compensate: none } }
`);
  expect(steps).toMatchObject([
    { input: { x: null, z: '${ input.z }' } },
    { input: { x: null, t: '.text' } },
  ]);
  expect(notMapped.map(({ path, why }) => [path, why])).toEqual([
    ['/do/0/a/with/x', 'jq: the function map has no counterpart'],
    ['/do/0/a/output/as', 'jq: it gives several values, by .[]'],
    ['/do/1/b/with/x', 'it reads what could not be mapped at /do/0/a/output/as'],
    ['/do/1/b/with/t', 'only ${ } marks an expression, so that it stays a text'],
  ]);
});
