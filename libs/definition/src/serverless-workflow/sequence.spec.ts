import fc from 'fast-check';
import { compile } from '../compile.js';
import { parseExpression } from '../expression.js';
import type { JsonObject } from '../json.js';
import type { Step } from '../saga-definition.js';
import { importServerlessWorkflow } from './serverless-workflow.js';
import { imported, steps, workflow } from './testing/imported.js';

const act = (name: string, more = '') =>
  `${name}: { call: shop.${name}, metadata: { compensate: none }${more} }`;
const done = (name: string) => `{ name: ${name}, command: shop.${name}, compensate: none }`;

it('tasks in tasks are steps one after the other', () => {
  expect(
    imported(`do: [{ ${act('a')} }, { both: { do: [{ ${act('b')} }, { ${act('c')} }] } }]`),
  ).toMatchObject({
    steps: steps(`[${done('a')}, ${done('b')}, ${done('c')}]`),
    notMapped: [],
  });
});

it('a task with a condition is an option', () => {
  expect(imported(`do: [{ ${act('a', ', if: .vip')} }, { ${act('b')} }]`)).toMatchObject({
    steps: steps(`
      - name: ifA
        choose: [{ when: has(input.vip) && input.vip != null && input.vip != false, steps: [${done('a')}] }]
      - ${done('b')}
    `),
    notMapped: [],
  });
});

it('a switch is a choice, up to where its ways meet', () => {
  expect(
    imported(`
      do:
        - kind:
            switch:
              - express: { when: .kind == "express", then: courier }
              - other: { then: truck }
        - ${act('courier', ', then: track')}
        - ${act('truck')}
        - ${act('track')}
    `),
  ).toMatchObject({
    steps: steps(`
      - name: kind
        choose:
          - { when: has(input.kind) && input.kind == 'express', steps: [${done('courier')}] }
          - steps: [${done('truck')}]
      - ${done('track')}
    `),
    notMapped: [],
  });
});

it('a way without steps leaves only its condition, that others are not taken', () => {
  expect(
    imported(`
      do:
        - size:
            switch:
              - small: { when: .size < 10, then: pay }
              - large: { when: .size > 99, then: ask }
        - { ${act('weigh')}, }
        - ${act('ask')}
        - ${act('pay')}
    `).steps,
  ).toEqual(
    steps(`
      - name: size
        choose:
          - when: '!(input.size < 10) && has(input.size) && input.size > 99'
            steps: [{ name: ask, command: shop.ask, compensate: none }]
          - when: '!(input.size < 10)'
            steps: [${done('weigh')}, { name: ask2, command: shop.ask, compensate: none }]
      - ${done('pay')}
    `),
  );
});

it('what the ways have set is read by the same conditions', () => {
  const { steps, notMapped } = imported(`
    do:
      - kind:
          switch:
            - express: { when: .kind == "express", then: fast }
            - other: { then: slow }
      - fast: { set: { days: 1 }, then: ship }
      - slow: { set: { days: 5 } }
      - ship: { call: shop.ship, with: { days: '\${ .days }' }, metadata: { compensate: none } }
  `);
  expect(notMapped).toEqual([]);
  const [ship] = steps as unknown as { input: { days: string } }[];
  const days = parseExpression(ship!.input.days.slice(2, -1), ['input', 'steps']);
  expect(days.evaluate({ input: { kind: 'express' }, steps: {} })).toBe(1);
  expect(days.evaluate({ input: {}, steps: {} })).toBe(5);
});

it.each([
  ['exit', `do: [{ ${act('a', ', then: exit')} }, { ${act('b')} }]`, ['a'], ['/do/1/b']],
  ['end', `do: [{ ${act('a', ', then: end')} }, { ${act('b')} }]`, ['a'], ['/do/1/b']],
  ['continue', `do: [{ ${act('a', ', then: continue')} }, { ${act('b')} }]`, ['a', 'b'], []],
  ['a task', `do: [{ ${act('a', ', then: c')} }, { ${act('b')} }, { ${act('c')} }]`, ['a', 'c'], ['/do/1/b']],
  ['exit, within', `do: [{ x: { do: [{ ${act('a', ', then: exit')} }] } }, { ${act('b')} }]`, ['a', 'b'], []],
  ['end, in the last of all', `do: [{ x: { do: [{ ${act('a', ', then: end')} }] } }]`, ['a'], []],
  [
    'end, within',
    `do: [{ x: { do: [{ ${act('a', ', then: end')} }] } }, { ${act('b')} }]`,
    ['a', 'b'],
    ['/do/0/x/do/0/a/then'],
  ],
  ['a task before', `do: [{ ${act('a')} }, { ${act('b', ', then: a')} }]`, ['a', 'b'], ['/do/1/b/then']],
])('goes on after "then: %s"', (_what, text, names, paths) => {
  const result = imported(text);
  expect(result.steps.map(({ name }) => name)).toEqual(names);
  expect(result.paths).toEqual(paths);
});

it('branches run side by side, by their names', () => {
  expect(
    imported(`
      do:
        - pack & ship!:
            fork:
              compete: true
              branches:
                - { ${act('air')} }
                - by land: { do: [{ ${act('truck')} }, { ${act('train')} }] }
                - nothing: { set: { x: 1 } }
    `),
  ).toMatchObject({
    steps: steps(`
      - name: packShip
        parallel:
          join: any
          branches:
            air: [${done('air')}]
            by land: [${done('truck')}, ${done('train')}]
    `),
    paths: ['/do/0/pack & ship!/fork'],
  });
});

it('names are made valid and unique', () => {
  const names = [
    'Get Pet',
    'get-pet',
    'getPet',
    'constructor',
    '2nd',
    'input',
    'prüfen',
    '漢字',
    'in',
    'x'.repeat(300),
  ];
  const list = names.map((name) => ({ [name]: { call: 'a.b', metadata: { compensate: 'none' } } }));
  const { definition } = importServerlessWorkflow({ ...workflow('{}'), do: list });
  expect(() => compile(definition, 1)).not.toThrow();
  expect(definition.steps.map(({ name }) => name)).toEqual([
    'getPet',
    'getPet2',
    'getPet3',
    'constructor2',
    'step2Nd',
    'input',
    'prufen',
    'step',
    'in2',
    'x'.repeat(40),
  ]);
});

/** A task that acts, and where it goes on: ahead by so many tasks, perhaps by the value of a field. */
const anyTask = fc.record({
  kind: fc.constantFrom('act', 'act', 'if', 'switch', 'if switch' as const),
  field: fc.constantFrom('a', 'b', 'c'),
  to: fc.array(fc.nat(3), { minLength: 2, maxLength: 3 }),
  hasDefault: fc.boolean(),
});

type AnyTask = typeof anyTask extends fc.Arbitrary<infer T> ? T : never;

interface WrittenTask {
  if?: string;
  call?: string;
  switch?: Record<string, { when?: string; then: string }>[];
  then: string;
}

function tasksOf(tasks: AnyTask[]): [name: string, task: WrittenTask][] {
  const target = (at: number, ahead: number) => {
    const to = at + 1 + ahead;
    return to < tasks.length ? `t${to}` : ['exit', 'end'][ahead % 2]!;
  };
  return tasks.map(({ kind, field, to, hasDefault }, i) => [
    `t${i}`,
    {
      ...(kind.includes('if') && { if: `$workflow.input.${field}` }),
      ...(kind.includes('switch')
        ? {
            switch: to.map((ahead, n) => ({
              [`case${n}`]: {
                ...(!(hasDefault && n === 0) && { when: `$workflow.input.${'abc'[n]} == true` }),
                then: target(i, ahead),
              },
            })),
          }
        : { call: `do.t${i}`, metadata: { compensate: 'none' } }),
      then: target(i, to[0]!),
    },
  ]);
}

/** The calls that a workflow makes, by the book of the DSL. */
function callsOfWorkflow(tasks: [string, WrittenTask][], input: JsonObject): string[] {
  const holds = (condition = '') => input[/[abc](?= == true$|$)/.exec(condition)![0]] === true;
  const calls: string[] = [];
  for (let at = 0; at < tasks.length;) {
    const [, task] = tasks[at]!;
    if (task.if && !holds(task.if)) {
      at++;
      continue;
    }
    if (task.call) calls.push(task.call);
    const cases = (task.switch ?? []).flatMap((each) => Object.values(each));
    const taken = cases.find(({ when }) => when && holds(when)) ?? cases.find(({ when }) => !when) ?? task;
    const next = tasks.findIndex(([name]) => name === taken.then);
    at = next < 0 ? tasks.length : next;
  }
  return calls;
}

/** The commands that a saga sends, by its choices. */
function commandsOfSaga(steps: readonly Step[], input: JsonObject): string[] {
  return steps.flatMap((step) => {
    if ('command' in step) return [step.command];
    if (!('choose' in step)) throw new Error('there are only choices');
    const holds = (when?: string) =>
      when === undefined || parseExpression(when, ['input', 'steps']).evaluate({ input, steps: {} });
    return commandsOfSaga(step.choose.find(({ when }) => holds(when))?.steps ?? [], input);
  });
}

const FIRST: AnyTask = { kind: 'act', field: 'a', to: [0, 0], hasDefault: false };

it('whichever way the tasks lead, the saga does what the workflow does', () => {
  fc.assert(
    fc.property(fc.array(anyTask, { minLength: 1, maxLength: 9 }), (tasks) => {
      const written = tasksOf([FIRST, ...tasks]);
      const list = written.map(([name, task]) => ({ [name]: task }));
      const { definition } = importServerlessWorkflow({ ...workflow('{}'), do: list });
      compile(definition, 1);
      for (let bits = 0; bits < 8; bits++) {
        const input = { a: (bits & 1) > 0, b: (bits & 2) > 0, c: (bits & 4) > 0 };
        expect(commandsOfSaga(definition.steps, input)).toEqual(callsOfWorkflow(written, input));
      }
    }),
    { numRuns: 100 },
  );
});

it('refuses ways that meet nowhere so often that the saga would be without measure', () => {
  const tasks = Array.from({ length: 40 }, (_, i) => ({
    [`t${i}`]:
      i % 2 === 0
        ? {
            switch: [
              { x: { when: '.a', then: `t${i + 1}` } },
              { y: { then: i + 3 < 40 ? `t${i + 3}` : 'exit' } },
            ],
          }
        : { call: 'a.b' },
  }));
  expect(() => importServerlessWorkflow({ ...workflow('{}'), do: tasks })).toThrow('more than 1000 steps');
});
