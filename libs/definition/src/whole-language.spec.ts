import { compile } from './compile.js';
import { InvalidDefinition } from './fault.js';
import { parseDefinition } from './parse-definition.js';
import { shapeFaults } from './shape-check.js';

const faultsOf = (yaml: string) => {
  try {
    compile(parseDefinition(`name: any\n${yaml}`), 1);
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition)
      return error.faults.map(({ path, message, fix }) => `${path}: ${message} (${fix})`);
    throw error;
  }
};
const A = '{ name: a, command: x.a, compensate: none }';
const B = '{ name: b, command: x.b, compensate: none }';

describe('what can be read where', () => {
  const reads = (what: string, more = '') =>
    `{ name: r, command: x.r, compensate: none, input: { v: "\${ ${what} }" } ${more} }`;

  it.each([
    [
      'of an item and its place',
      `steps: [{ name: l, each: { in: "[1]", as: it, steps: [${reads('it + index')}] } }]`,
    ],
    [
      'of the item under its usual name',
      `steps: [{ name: l, each: { in: "[1]", steps: [${reads('item')}] } }]`,
    ],
    [
      'of a loop that is over',
      `steps: [{ name: l, each: { in: "[1]", steps: [${A}] } }, ${reads('steps.l.results')}]`,
    ],
    [
      'of the last round',
      `steps: [{ name: l, repeat: { until: "true", atMost: 2, steps: [${A}] } }, ${reads('steps.a.x')}]`,
    ],
    [
      'of the round',
      `steps: [{ name: l, repeat: { until: round > 1, atMost: 2, steps: [${reads('round')}] } }]`,
    ],
    [
      'of a way that may have been gone',
      `steps: [{ name: t, try: [{ steps: [${A}] }, { steps: [] }] }, ${reads('has(steps.a)')}]`,
    ],
    [
      'of a branch that may have won',
      `steps: [{ name: p, parallel: { join: any, branches: { a: [${A}], b: [${B}] } } }, ${reads('has(steps.a)')}]`,
    ],
    [
      'of the failure, afterwards',
      `steps: [${A}]\nonFailure: [{ name: f, command: x.f, input: { c: "\${ failure.code }" } }]`,
    ],
    [
      'of what an event brings',
      `steps: [{ name: e, event: { type: t, topic: t, key: input.k, match: event.data.k }, output: { v: "\${ event.data }" } }]`,
    ],
    ['of a signal', `steps: [{ name: s, signal: go, output: { v: "\${ signal.v }" } }]`],
    [
      'of what is read again',
      `steps: [{ name: a, command: x.a, compensate: none, reread: { command: x.read, unchanged: reread.v == input.v } }]`,
    ],
    ['of all steps, for the output', `steps: [${A}]\noutput: { v: "\${ steps.a.v }" }`],
  ])('%s', (_, yaml) => {
    expect(faultsOf(yaml)).toEqual([]);
  });

  it.each([
    [
      'an item, outside',
      `steps: [{ name: l, each: { in: "[1]", as: it, steps: [${A}] } }, ${reads('it')}]`,
      '/steps/1/input/v: ${ it }: Unknown variable: it (mend the expression (CEL, see docs/definition.md))',
    ],
    [
      'a step of an item, outside',
      `steps: [{ name: l, each: { in: "[1]", steps: [${A}] } }, ${reads('steps.a.x')}]`,
      '/steps/1/input: steps.a.x: no step "a" comes before this one (earlier steps: l)',
    ],
    [
      'a way that may not have been gone',
      `steps: [{ name: t, try: [{ steps: [${A}] }, { steps: [] }] }, ${reads('steps.a.x')}]`,
      '/steps/1/input: steps.a.x: it may not have been taken: ask has(steps.a) first (no step comes before this one)',
    ],
    [
      'a branch that may have lost',
      `steps: [{ name: p, parallel: { join: any, branches: { a: [${A}], b: [${B}] } } }]\noutput: { v: "\${ steps.a.x }" }`,
      '/output: steps.a.x: it may not have been taken: ask has(steps.a) first (no step comes before this one)',
    ],
    [
      'a step of the flow in the condition before it',
      `steps: [{ name: t, try: [{ steps: [${A}] }, { when: steps.a.x, steps: [] }] }]`,
      '/steps/0/try/1/when: steps.a.x: no step "a" comes before this one (no step comes before this one)',
    ],
    [
      'the failure, before there is one',
      `steps: [${reads('failure.code')}]`,
      '/steps/0/input/v: ${ failure.code }: Unknown variable: failure (mend the expression (CEL, see docs/definition.md))',
    ],
  ])('but not %s', (_, yaml, fault) => {
    expect(faultsOf(yaml)).toEqual([fault]);
  });
});

describe('a group', () => {
  it.each([
    [
      'needs no more branches than it has',
      `steps: [{ name: p, parallel: { join: 3, branches: { a: [${A}], b: [${B}] } } }]`,
      '/steps/0/parallel/join: 3 of 2 branches can never end (ask for 2 at the most)',
    ],
    [
      'leaves no branch undone after the pivot',
      `steps: [{ name: z, command: x.z, pivot: true }, { name: p, parallel: { join: any, branches: { a: [${A}], b: [${B}] } } }]`,
      '/steps/1/parallel/join: a branch that is not needed would have to be undone, and after the pivot nothing is (put it before the pivot)',
    ],
    [
      'tries no other way after the pivot',
      `steps: [{ name: z, command: x.z, pivot: true }, { name: t, try: [{ steps: [${A}] }, { steps: [] }] }]`,
      '/steps/1/try: a way that fails would have to be undone, and after the pivot nothing is (put it before the pivot)',
    ],
    [
      'has no condition on its first way',
      `steps: [{ name: t, try: [{ when: "true", steps: [${A}] }, { steps: [] }] }]`,
      '/steps/0/try/0/when: the first way is always taken (remove "when")',
    ],
    [
      'has no way behind the one that is always taken',
      `steps: [{ name: t, try: [{ steps: [${A}] }, { steps: [] }, { when: "true", steps: [] }] }]`,
      '/steps/0/try/2: is never taken: way 1 has no condition (put the one without "when" last)',
    ],
    [
      'calls its items by a name that is free',
      `steps: [{ name: l, each: { in: "[1]", as: steps, steps: [${A}] } }]`,
      '/steps/0/each/as: "steps" means something else (name it otherwise)',
    ],
    [
      'is not the pivot, and has none',
      `steps: [{ name: l, each: { in: "[1]", steps: [{ name: a, command: x.a, pivot: true, compensate: none }] } }]`,
      '/steps/0/each/steps/0/pivot: step "a" is in a group, where others may be under way when it decides (put the pivot before or after the group)',
    ],
  ])('%s', (_, yaml, fault) => {
    expect(faultsOf(yaml)).toEqual([fault]);
  });

  it('has names short enough to address its steps', () => {
    const [outer, inner] = ['o'.repeat(100), 'i'.repeat(100)];
    expect(
      faultsOf(`steps: [{ name: ${outer}, each: { in: "[1]", steps: [{ name: ${inner}, delay: 1s }] } }]`),
    ).toEqual([
      `/steps/0/each/steps/0/name: the names of "${inner}" and of the loops round it are too long together (shorten them)`,
    ]);
  });
});

describe('the order of undoing', () => {
  const after = (name: string, ...others: string[]) =>
    `{ name: ${name}, command: x.${name}, compensate: { command: x.undo, after: [${others.join()}] } }`;

  it('is said by the steps only where the saga leaves it to them', () => {
    expect(faultsOf(`steps: [${after('a', 'b')}, ${B}]`)).toEqual([
      '/steps/0/compensate/after: has no effect where the order is reverse (write "compensation: { order: custom }" in the saga, or remove it)',
    ]);
    expect(faultsOf(`compensation: { order: custom }\nsteps: [${after('a', 'b')}, ${B}]`)).toEqual([]);
  });

  it('names steps that there are', () => {
    expect(faultsOf(`compensation: { order: custom }\nsteps: [${after('a', 'c')}]`)).toEqual([
      '/steps/0/compensate/after/0: there is no step "c" (name another step)',
    ]);
  });

  it('does not go round in circles', () => {
    expect(
      faultsOf(
        `compensation: { order: custom }\nsteps: [${after('a', 'b')}, ${after('b', 'c')}, ${after('c', 'a')}]`,
      ),
    ).toEqual([
      '/steps/0/compensate/after/0: "a" and "b" would wait for one another (remove one of the two)',
      '/steps/1/compensate/after/0: "b" and "c" would wait for one another (remove one of the two)',
      '/steps/2/compensate/after/0: "c" and "a" would wait for one another (remove one of the two)',
    ]);
  });
});

it('what is done after a failure is never undone', () => {
  expect(faultsOf(`steps: [${A}]\nonFailure: [{ name: f, command: x.f, compensate: x.g }]`)).toEqual([
    '/onFailure/0/compensate: step "f" comes after the undoing and is never undone (remove the compensation or move the pivot)',
  ]);
});

describe('the shape of each kind of step', () => {
  it.each([
    [{ name: 'l', each: { in: 'input.l' } }, '/steps/0/each/steps', '"steps" is missing'],
    [{ name: 'l', repeat: { until: 'true', steps: [] } }, '/steps/0/repeat/atMost', '"atMost" is missing'],
    [{ name: 't', try: [{ steps: [] }] }, '/steps/0/try', 'must NOT have fewer than 2 items'],
    [{ name: 's', saga: 'Other' }, '/steps/0/saga', '"Other" does not have the form ^[a-z][a-z0-9-]{0,99}$'],
    [{ name: 'e', event: { type: 't', topic: 't', key: 'k' } }, '/steps/0/event/match', '"match" is missing'],
    [{ name: 's', signal: 'go', command: 'a.b' }, '/steps/0/command', 'unknown field "command"'],
    [
      { name: 'a', approval: { default: 'yes' } },
      '/steps/0/approval/default',
      '"yes" is not one of approve, reject',
    ],
    [
      { name: 'p', parallel: { join: 'some', branches: {} } },
      '/steps/0/parallel/join',
      '"some" is not one of all, any',
    ],
    [
      { name: 'c', command: 'a.b', lock: { key: 'input.k', conflict: 'fight' } },
      '/steps/0/lock/conflict',
      '"fight" is not one of wait, queue, fail',
    ],
  ])('%j', (step, path, message) => {
    expect(shapeFaults({ name: 'any', steps: [step] })).toContainEqual(
      expect.objectContaining({ path, message }),
    );
  });
});

describe('a compiled step', () => {
  it('knows the commands beside its own, and the plan knows them by their names', () => {
    const plan = compile(
      parseDefinition(`
name: any
steps:
  - name: pay
    command: bank.pay
    input: { cents: "\${ input.cents }" }
    lock: { key: input.account }
    reread: { command: bank.balance, unchanged: reread.cents > 0 }
    status: bank.status
    compensate: { command: bank.pay-back, verify: bank.check }
`),
      1,
    );
    expect([...plan.commands.values()].map(({ path, role, action }) => [path, role, action.command])).toEqual(
      [
        ['pay', 'step', 'bank.pay'],
        ['pay.lock', 'lock', 'locks.acquire'],
        ['pay.reread', 'reread', 'bank.balance'],
        ['pay.status', 'status', 'bank.status'],
        ['pay.verified', 'verification', 'bank.check'],
      ],
    );
    const [pay, , reread] = [...plan.commands.values()];
    expect(reread!.action.input).toBe(pay!.action.input);
    expect(pay!.status!.deadline).toBe(300_000);
    expect(plan.locks).toBe(true);
  });

  it('knows the groups that it is in', () => {
    const plan = compile(
      parseDefinition(`
name: any
steps:
  - name: parcels
    each:
      in: input.parcels
      steps:
        - { name: legs, parallel: { branches: { air: [${A}], sea: [${B}] } } }
`),
      1,
    );
    expect(plan.nodes.get('b')!.within).toEqual([
      { group: 'parcels', kind: 'each', flow: '' },
      { group: 'legs', kind: 'parallel', flow: 'sea' },
    ]);
  });

  it('tells the plan which events it waits for', () => {
    const { waits } = compile(
      parseDefinition(`
name: any
steps: [{ name: e, event: { type: paid, topic: bank, key: input.k, match: event.data.k } }]
`),
      1,
    );
    expect(waits).toMatchObject([{ step: 'e', topic: 'bank', event: 'paid', keep: 3_600_000 }]);
    expect(waits[0]!.match.evaluate({ event: { data: { k: 7 } } })).toBe(7);
  });
});
