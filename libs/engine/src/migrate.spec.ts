import { compile, parseDefinition, type Plan } from '@saga/definition';
import type { Names } from './names.js';
import { ORDER } from './testing/order-saga.js';
import { ScriptedSaga } from './testing/scripted-saga.js';

const version = (definition: string, number = 2): Plan => compile(parseDefinition(definition), number);

/** Migrates the saga; gives every reason why it could not be done. */
function migrate(saga: ScriptedSaga, definition: string, steps: Names = {}): string[] {
  const decision = saga.story.migrate(version(definition), steps);
  return 'refusals' in decision ? decision.refusals.map(({ path, message }) => `${path}: ${message}`) : [];
}

/** A saga in the middle of this definition. */
function sagaAt(definition: string, ...done: string[]): ScriptedSaga {
  const saga = new ScriptedSaga(definition);
  for (const step of done) saga.succeeds(step);
  return saga;
}

/** A step called as its command, or otherwise: `first=a`. */
const STEP = (written: string, more = '') => {
  const [name, command = name] = written.split('=');
  return `  - { name: ${name}, command: any.${command}, compensate: any.un-${command} ${more} }\n`;
};
const FLOW = (...steps: string[]) => `name: flow\nsteps:\n${steps.map((step) => STEP(step)).join('')}`;

describe('a saga that migrates', () => {
  it('goes on by the steps of the new version', () => {
    const saga = sagaAt(FLOW('a', 'b', 'c'), 'a');
    expect(migrate(saga, FLOW('a', 'b', 'x', 'd'))).toEqual([]);
    expect(saga.state.version).toBe(2);
    for (const step of ['b', 'x', 'd']) saga.succeeds(step);
    expect(saga.story.sent).toEqual(['a#1', 'b#1', 'x#1', 'd#1']);
    expect(saga.status).toBe('completed');
  });

  it('begins at once with what has its turn now', () => {
    const branches = (more: string) => `
name: flow
steps:
  - name: both
    parallel: { branches: { left: [{ name: a, command: any.a, compensate: none }${more}], right: [{ name: b, command: any.b, compensate: none }] } }
`;
    const saga = sagaAt(branches(''), 'a');
    expect(migrate(saga, branches(', { name: x, command: any.x, compensate: none }'))).toEqual([]);
    expect(saga.story.sent).toEqual(['a#1', 'b#1', 'x#1']);
  });

  it('tells in its history who moved it, from where to where, and why', () => {
    const saga = sagaAt(FLOW('a', 'b'));
    migrate(saga, FLOW('renamed=a', 'b'), { a: 'renamed', b: 'b' });
    expect(saga.story.events.at(-1)).toEqual({
      type: 'saga-migrated',
      ...{ fromVersion: 1, toVersion: 2, steps: { a: 'renamed' }, by: 'ann', reason: 'as agreed', at: 0 },
    });
  });

  it('keeps the time for the reply of a command that is out, and its deadline', () => {
    const saga = sagaAt(ORDER);
    expect(
      migrate(saga, ORDER.replace('deadline: 10s', 'deadline: 1h').replaceAll('timeout: 1s', 'timeout: 9s')),
    ).toEqual([]);
    expect(saga.execution('reserve').dueAt).toBe(1_000);
    expect(saga.state.deadlineAt).toBe(10_000);
  });

  it('undoes what was done before as the new version has it', () => {
    const old = `name: flow\nsteps:\n${STEP('a')}${STEP('b')}`;
    const saga = sagaAt(old, 'a');
    const mended = old.replace('any.un-a', '{ command: any.un-a, input: { why: because } }');
    expect(migrate(saga, mended)).toEqual([]);
    expect(saga.latest('register-compensation')).toMatchObject({ step: 'a', input: { why: 'because' } });
    saga.refuses('b');
    expect(saga.inputOf('undo a')).toEqual({ why: 'because' });
  });

  it('can get a compensation that was forgotten', () => {
    const saga = sagaAt(
      `name: flow\nsteps:\n  - { name: a, command: any.a, compensate: none }\n${STEP('b')}`,
      'a',
    );
    expect(migrate(saga, FLOW('a', 'b'))).toEqual([]);
    saga.refuses('b');
    expect(saga.story.sent.at(-1)).toBe('undo a#1');
  });

  it('may be stuck: what stopped it is mended by the new version, and tried again', () => {
    const stuck = `
name: flow
steps:
  - { name: a, command: any.a, pivot: true }
  - { name: b, command: any.b, input: { x: '\${ input.missing }' } }
`;
    const saga = sagaAt(stuck, 'a');
    expect(saga.status).toBe('needs-attention');
    expect(migrate(saga, stuck.replace("'${ input.missing }'", 'there'))).toEqual([]);
    saga.operator('retry');
    expect(saga.inputOf('b')).toEqual({ x: 'there' });
  });

  it('may be on its way back, and is undone by the new version', () => {
    const saga = sagaAt(FLOW('a', 'b', 'c'), 'a', 'b');
    saga.refuses('c');
    const told = '{ name: tell, command: mail.sorry }';
    expect(migrate(saga, `${FLOW('b', 'a', 'c', 'd')}onFailure: [${told}]`)).toEqual([]);
    for (const step of ['undo b', 'undo a', 'tell']) saga.succeeds(step);
    expect(saga.status).toBe('compensated');
  });
});

describe('a step that has begun and has another name in the new version', () => {
  it('is known to participants by the one that it began under', () => {
    const saga = sagaAt(FLOW('a', 'b', 'c'), 'a');
    expect(migrate(saga, FLOW('first=a', 'second=b', 'c'), { a: 'first', b: 'second' })).toEqual([]);
    saga.succeeds('b');
    expect(saga.execution('second').status).toBe('succeeded');
    saga.refuses('c');
    saga.succeeds('undo b');
    saga.succeeds('undo a');
    expect(saga.story.sent.slice(3)).toEqual(['undo b#1', 'undo a#1']);
    expect(saga.status).toBe('compensated');
  });

  it('is announced, and read by others, under its new name', () => {
    const saga = sagaAt(FLOW('a', 'b'));
    const reading = `name: flow\nsteps:\n${STEP('first=a')}${STEP('b', ", input: { x: '${ steps.first.x }' }")}`;
    expect(migrate(saga, reading, { a: 'first' })).toEqual([]);
    saga.succeeds('a', { x: 7 });
    expect(saga.story.announced).toContain('step-succeeded first');
    expect(saga.inputOf('b')).toEqual({ x: 7 });
  });

  it('may be a loop, with the steps in it', () => {
    const loop = (each: string, step: string) => `
name: flow
steps:
  - name: ${each}
    each: { in: '[1, 2]', concurrency: 1, steps: [{ name: ${step}, command: any.step, compensate: any.undo }] }
`;
    const saga = sagaAt(loop('packages', 'book'), 'packages[0].book');
    expect(migrate(saga, loop('parcels', 'make'), { packages: 'parcels', book: 'make' })).toEqual([]);
    saga.succeeds('packages[1].book');
    expect(saga.status).toBe('completed');
    expect([...saga.state.steps].map(({ path }) => path)).toEqual([
      'parcels',
      'parcels[0].make',
      'parcels[1].make',
    ]);
  });

  it('may be done by another saga, whose id stays the same', () => {
    const saga = sagaAt(
      `name: flow\nsteps: [{ name: pay, saga: payout }, { name: b, command: any.b, compensate: none }]`,
    );
    const renamed = `name: flow\nsteps: [{ name: payout, saga: payout }, { name: b, command: any.b, compensate: none }]`;
    expect(migrate(saga, renamed, { pay: 'payout' })).toEqual([]);
    saga.succeeds('pay');
    saga.refuses('b');
    expect(saga.latest('undo-child')).toMatchObject({ step: 'pay', child: { id: 'saga-1/pay' } });
  });

  it('may be the one that a person is asked about', () => {
    const saga = sagaAt(ORDER, 'reserve', 'charge', 'ship');
    saga.refuses('confirm');
    expect(migrate(saga, ORDER.replace('name: confirm', 'name: close'), { confirm: 'close' })).toEqual([]);
    expect(saga.state.attention?.step).toBe('close');
    saga.operator('skip');
    expect(saga.status).toBe('completed');
  });

  it('can be called back, and then by what participants call it', () => {
    const saga = sagaAt(FLOW('a', 'b'));
    migrate(saga, FLOW('first=a', 'b'), { a: 'first' });
    const back = saga.story.migrate(version(FLOW('a', 'b'), 3), { first: 'a' });
    expect(back).toMatchObject({ state: { version: 3, addresses: null } });
  });

  it('leaves its old name to no other step', () => {
    expect(migrate(sagaAt(FLOW('a', 'b')), FLOW('first=a', 'a=b'), { a: 'first' })).toEqual([
      'a: participants know "first" as "a", which is another step in version 2',
    ]);
  });

  it('may swap it with another that has begun', () => {
    const saga = sagaAt(FLOW('a', 'b', 'c'), 'a');
    const swapped = `name: flow
steps:
  - { name: b, command: any.a, compensate: any.un-a }
  - { name: a, command: any.b, compensate: any.un-b }
`;
    expect(migrate(saga, swapped, { a: 'b', b: 'a' })).toEqual([]);
    saga.succeeds('b');
    expect(saga.status).toBe('completed');
  });
});

describe('is refused', () => {
  it.each([
    ['a version that it runs', 'flow', 1, 'the saga runs version 1 as it is'],
    ['another definition', 'other', 2, '"other" is another definition'],
  ])('for %s', (_what, name, number, message) => {
    const { story } = sagaAt(FLOW('a'));
    const decision = story.migrate(version(FLOW('a').replace('flow', name), number));
    expect(decision).toMatchObject({ refusals: [{ path: '', message }] });
  });

  it('for a saga that has ended', () => {
    expect(migrate(sagaAt(FLOW('a'), 'a'), FLOW('a', 'b'))).toEqual([': the saga is completed']);
  });

  it.each<[string, Names, string]>([
    ['no step has in the old version', { x: 'b' }, 'x: version 1 has no step "x"'],
    ['no step has in the new version', { a: 'x' }, 'a: version 2 has no step "x"'],
    ['another step has, too', { a: 'b' }, 'b: "a" and "b" have begun, and both would be "b"'],
  ])('for a name that %s', (_what, steps, message) => {
    const saga = sagaAt(FLOW('a', 'b'), 'a');
    const [refusal] = migrate(saga, FLOW('b', 'c'), steps);
    expect(refusal).toBe(message);
  });

  it('for a step that has begun and is none any more', () => {
    expect(migrate(sagaAt(FLOW('a', 'b'), 'a'), FLOW('b'))).toEqual([
      'a: has begun, and version 2 has no "a"',
    ]);
  });

  it('for a step that would be run late', () => {
    expect(migrate(sagaAt(FLOW('a', 'b'), 'a'), FLOW('a', 'x', 'b'))).toEqual([
      'b: has begun, and "x" has not begun, which comes before it in version 2',
    ]);
    expect(migrate(sagaAt(FLOW('a', 'b'), 'a'), FLOW('b', 'a'))).toEqual([
      'a: has begun, and "b" has not ended, which comes before it in version 2',
    ]);
  });

  it.each([
    [
      'another command',
      FLOW('a', 'b').replace('any.a,', 'any.other,'),
      'has been sent as any.a, which is any.other in version 2',
    ],
    [
      'no compensation',
      FLOW('a', 'b').replace('any.un-a', 'none'),
      'is undone by any.un-a, and in version 2 by nothing',
    ],
    [
      'another compensation',
      FLOW('a', 'b').replace('any.un-a', 'any.x'),
      'is undone by any.un-a, and in version 2 by any.x',
    ],
    [
      'another kind',
      `name: flow\nsteps: [{ name: a, delay: 1s }]`,
      'is a command, and version 2 has a delay of that name',
    ],
    [
      'another place',
      `name: flow\nsteps: [{ name: l, each: { in: '[]', steps: [{ name: a, command: any.a, compensate: any.un-a }] } }]`,
      'has begun in no group, and stands in each l in version 2',
    ],
    [
      'the pivot before it',
      `name: flow\nsteps: [{ name: x, command: any.x, pivot: true }, { name: a, command: any.a }]`,
      'can be undone, and in version 2 it stands behind the pivot',
    ],
    [
      'a compensation that cannot be told',
      FLOW('a', 'b').replace('any.un-a', "{ command: any.un-a, input: { x: '${ input.x }' } }"),
      'could not be undone by version 2: ${ input.x }: No such key: x',
    ],
  ])('for a step that has begun and gets %s', (_what, definition, message) => {
    expect(migrate(sagaAt(FLOW('a', 'b')), definition)).toContain(`a: ${message}`);
  });

  it('for a pivot that is none any more', () => {
    const saga = sagaAt(ORDER, 'reserve', 'charge');
    const moved = ORDER.replace('    pivot: true\n', '    compensate: none\n').replace(
      'command: orders.confirm',
      'command: orders.confirm\n    pivot: true',
    );
    expect(migrate(saga, moved)).toEqual(['ship: is the pivot, and in version 2 it can be undone']);
  });

  it('for a lock that would have to be held already', () => {
    expect(
      migrate(sagaAt(FLOW('a')), `name: flow\nsteps:\n${STEP('a', ', lock: { key: \'"k"\' }')}`),
    ).toEqual(['a: has begun, and "a.lock" has not begun, which comes before it in version 2']);
  });

  it('for a wait that is under way for something else', () => {
    const waiting = (signal: string) => `name: flow\nsteps: [{ name: w, signal: ${signal} }]`;
    expect(migrate(sagaAt(waiting('go')), waiting('stop'))).toEqual([
      'w: waits for the signal go, and in version 2 for the signal stop',
    ]);
  });

  it('for an option that would not have been taken', () => {
    const choice = (when: string) =>
      `name: flow\nsteps: [{ name: c, choose: [{ when: '${when}', steps: [{ name: a, command: any.a, compensate: none }] }] }]`;
    expect(migrate(sagaAt(choice('true')), choice('false'))).toEqual([
      'a: has begun, and version 2 would not take its option',
    ]);
    expect(migrate(sagaAt(choice('true')), choice('input.x'))).toEqual([
      "c: can't be decided: ${ input.x }: No such key: x",
    ]);
  });

  it('for branches that are others, or needed otherwise', () => {
    const branches = (join: string, second: string) => `
name: flow
steps:
  - name: both
    parallel:
      join: ${join}
      branches: { left: [{ name: a, command: any.a, compensate: none }], ${second}: [{ name: b, command: any.b, compensate: none }] }
`;
    const saga = sagaAt(branches('all', 'right'));
    expect(migrate(saga, branches('any', 'right'))).toEqual([
      'both: has begun with the branches left, right, of which 2 are needed, and version 2 has the branches left, right, of which 1 are needed',
    ]);
    expect(migrate(saga, branches('all', 'other'))).toHaveLength(2);
  });

  it('while a flow is being undone', () => {
    const ways = `
name: flow
steps:
  - name: pay
    try:
      - steps: [{ name: a, command: any.a, compensate: any.un-a }, { name: b, command: any.b, compensate: none }]
      - steps: [{ name: c, command: any.c, compensate: none }]
`;
    const saga = sagaAt(ways, 'a');
    saga.refuses('b');
    expect(migrate(saga, ways)).toEqual(['pay/0: is being undone']);
    saga.succeeds('undo a');
    expect(migrate(saga, ways)).toEqual([]);
    saga.succeeds('c');
    expect(saga.status).toBe('completed');
  });

  it('for items and rounds that have ended without what is new', () => {
    const loop = (steps: string) => `
name: flow
steps:
  - name: all
    each: { in: '[1, 2]', concurrency: 1, steps: [${steps}] }
`;
    const a = '{ name: a, command: any.a, compensate: none }';
    const saga = sagaAt(loop(a), 'all[0].a');
    expect(migrate(saga, loop(`${a}, { name: x, command: any.x, compensate: none }`))).toEqual([
      'all[0]: has ended, and version 2 would have left out "all[0].x"',
    ]);
  });

  it('for a round that the new version would not have begun', () => {
    const rounds = (atMost: number) =>
      `name: flow\nsteps: [{ name: r, repeat: { until: 'false', atMost: ${atMost}, steps: [{ name: a, command: any.a, compensate: none }] } }]`;
    const saga = sagaAt(rounds(5), 'r[0].a', 'r[1].a');
    expect(migrate(saga, rounds(2))).toEqual(['r: is in its round 3, and may have 2 in version 2']);
    expect(migrate(saga, rounds(3))).toEqual([]);
  });

  it('for a saga that would fail at once', () => {
    const branches = (more: string) => `
name: flow
steps:
  - name: both
    parallel:
      branches:
        left: [{ name: a, command: any.a, compensate: none }${more}]
        right: [{ name: b, command: any.b, compensate: none }]
`;
    const broken = ", { name: x, command: any.x, compensate: none, input: { x: '${ input.x }' } }";
    expect(migrate(sagaAt(branches(''), 'a'), branches(broken))).toEqual([
      ': it would fail at once in version 2: ${ input.x }: No such key: x (expression-failed)',
    ]);
    // It is not its turn yet.
    expect(migrate(sagaAt(branches('')), branches(broken))).toEqual([]);
  });

  it('with every reason at once', () => {
    const saga = sagaAt(FLOW('a', 'b', 'c'), 'a');
    const broken = FLOW('x', 'b').replace('any.b,', 'any.other,');
    expect(migrate(saga, broken)).toEqual([
      'a: has begun, and version 2 has no "a"',
      'b: has been sent as any.b, which is any.other in version 2',
    ]);
    expect(saga.state.version).toBe(1);
  });
});
