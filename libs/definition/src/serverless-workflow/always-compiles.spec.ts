import fc from 'fast-check';
import { compile } from '../compile.js';
import type { JsonObject } from '../json.js';
import { importServerlessWorkflow } from './serverless-workflow.js';
import { workflow } from './testing/imported.js';

const expression = fc.constantFrom(
  ...['.', '.x', '.x', '$context', '$context.x', '$context.x'],
  ...[
    '.',
    '.x',
    '.x.y',
    '.[0].z',
    '$input.x',
    '$context',
    '$context.x',
    '$workflow.input.x',
    '$item.x',
    '$index',
  ],
  ...['.x == 1', '.x > 2 and .y != "a"', '.x // .y', '$context.x == null', '{ x: .x, y: { z: $context.x } }'],
  ...[
    'if .x then .y else "z" end',
    '"text \\(.x)"',
    '[.x, .y]',
    '. + { x: 1 }',
    '.x | length',
    '.x + 1',
    'map(.x)',
  ],
);
const data = fc.oneof(
  expression.map((text) => `\${ ${text} }`),
  expression.map((text) => ({ x: `\${ ${text} }`, y: 1 })),
);
const filter = fc.oneof(expression, data);
/** Few of them at a time: what can't be said is not read any more. */
const filters = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  fc.record({ if: expression }),
  fc.record({ input: fc.record({ from: filter }) }),
  fc.record({ output: fc.record({ as: filter }) }),
  { weight: 2, arbitrary: fc.record({ export: fc.record({ as: filter }) }) },
  fc.record({ then: fc.constantFrom('continue', 'exit', 'end', 'last') }),
);

/** Tasks of all kinds, in one another, which read whatever there may be. */
const { task } = fc.letrec<{ list: object[]; task: object }>((tie) => {
  const list = fc
    .array(tie('task'), { minLength: 1, maxLength: 3 })
    .map((tasks) => [
      ...tasks.map((each, i) => ({ [['first', 'second', 'third'][i]!]: each })),
      { last: { call: 'shop.act' } },
    ]);
  const act = data.map((x) => ({ call: 'shop.act', with: { x }, metadata: { compensate: 'shop.undo' } }));
  const awaited = fc.record({
    with: fc.record({ type: fc.constantFrom('a', 'b'), data: expression.map((text) => `\${ ${text} }`) }),
    correlate: fc.record({
      key: fc.record({ from: fc.constant('.data.id'), expect: data.filter((d) => typeof d === 'string') }),
    }),
  });
  const kinds = fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    act,
    data.map((set) => ({ set })),
    fc.array(awaited, { minLength: 1, maxLength: 3 }).map((any) => ({ listen: { to: { any } } })),
    fc.array(awaited, { minLength: 1, maxLength: 3 }).map((all) => ({ listen: { to: { all } } })),
    data.map((input) => ({
      run: { workflow: { namespace: 'shop', name: 'x', version: 'latest', input: { input } } },
    })),
    fc.array(expression, { minLength: 1, maxLength: 2 }).map((all) => ({
      switch: all.map((when, i) => ({ [`case${i}`]: { when, then: ['last', 'exit'][i]! } })),
    })),
    list.map((inner) => ({ do: inner })),
    fc.tuple(expression, list).map(([source, inner]) => ({ for: { in: source }, do: inner })),
    fc.tuple(fc.boolean(), list, list).map(([compete, left, right]) => ({
      fork: { compete, branches: [{ left: { do: left } }, { right: { do: right } }] },
    })),
    fc
      .tuple(list, expression, fc.option(list, { nil: undefined }))
      .map(([inner, when, then]) => ({ try: inner, catch: { when, ...(then && { do: then }) } })),
  );
  return { list, task: fc.tuple(kinds, filters).map(([kind, more]) => ({ ...more, ...kind })) };
});

it('whatever is read, wherever, the saga reads only what it can', () => {
  fc.assert(
    fc.property(fc.array(task, { minLength: 1, maxLength: 3 }), (tasks) => {
      const list = [
        { start: { call: 'shop.act' } },
        ...tasks.map((each, i) => ({ [`task${i}`]: each })),
        { last: { call: 'shop.act', with: { all: '${ . }', known: '${ $context }' } } },
      ];
      const document = { ...(workflow('{}') as JsonObject), do: list, output: { as: { x: '${ .x }' } } };
      const { definition } = importServerlessWorkflow(document);
      expect(() => compile(definition, 1)).not.toThrow();
    }),
    { numRuns: 200 },
  );
});
