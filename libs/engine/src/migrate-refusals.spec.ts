import type { Names } from './names.js';
import { flow, migrate, sagaAt, step, version } from './testing/migrated-saga.js';
import { ORDER } from './testing/order-saga.js';

describe('a migration is refused', () => {
  it.each([
    ['a version that it runs', 'flow', 1, 'the saga runs version 1 as it is'],
    ['another definition', 'other', 2, '"other" is another definition'],
  ])('for %s', (_what, name, number, message) => {
    const { story } = sagaAt(flow('a'));
    const decision = story.migrate(version(flow('a').replace('flow', name), number));
    expect(decision).toMatchObject({ refusals: [{ path: '', message }] });
  });

  it('for a saga that has ended', () => {
    expect(migrate(sagaAt(flow('a'), 'a'), flow('a', 'b'))).toEqual([': the saga is completed']);
  });

  it.each<[string, Names, string]>([
    ['no step has in the old version', { x: 'b' }, 'x: version 1 has no step "x"'],
    ['no step has in the new version', { a: 'x' }, 'a: version 2 has no step "x"'],
    ['another step has, too', { a: 'b' }, 'b: "a" and "b" have begun, and both would be "b"'],
  ])('for a name that %s', (_what, steps, message) => {
    const saga = sagaAt(flow('a', 'b'), 'a');
    const [refusal] = migrate(saga, flow('b', 'c'), steps);
    expect(refusal).toBe(message);
  });

  it('for a step that has begun and is none any more', () => {
    expect(migrate(sagaAt(flow('a', 'b'), 'a'), flow('b'))).toEqual([
      'a: has begun, and version 2 has no "a"',
    ]);
  });

  it('for a step that would be run late', () => {
    expect(migrate(sagaAt(flow('a', 'b'), 'a'), flow('a', 'x', 'b'))).toEqual([
      'b: has begun, and "x" has not begun, which comes before it in version 2',
    ]);
    expect(migrate(sagaAt(flow('a', 'b'), 'a'), flow('b', 'a'))).toEqual([
      'a: has begun, and "b" has not ended, which comes before it in version 2',
    ]);
  });

  it.each([
    [
      'another command',
      flow('a', 'b').replace('any.a,', 'any.other,'),
      'has been sent as any.a, which is any.other in version 2',
    ],
    [
      'no compensation',
      flow('a', 'b').replace('any.un-a', 'none'),
      'is undone by any.un-a, and in version 2 by nothing',
    ],
    [
      'another compensation',
      flow('a', 'b').replace('any.un-a', 'any.x'),
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
      flow('a', 'b').replace('any.un-a', "{ command: any.un-a, input: { x: '${ input.x }' } }"),
      'could not be undone by version 2: ${ input.x }: No such key: x',
    ],
  ])('for a step that has begun and gets %s', (_what, definition, message) => {
    expect(migrate(sagaAt(flow('a', 'b')), definition)).toContain(`a: ${message}`);
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
      migrate(sagaAt(flow('a')), `name: flow\nsteps:\n${step('a', ', lock: { key: \'"k"\' }')}`),
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

  it('for events that are watched and are others, or are undone otherwise', () => {
    const watching = (more: string, refund = 'any.refund') => `
name: flow
steps:
  - name: watch
    observe:
      key: '"k"'
      events:
        paid: { type: paid, topic: t, match: event.data.k, compensate: ${refund} }
        sent: { type: sent, topic: t, match: event.data.k }
        ${more}
`;
    const saga = sagaAt(watching(''));
    expect(migrate(saga, watching('left: { type: left, topic: t, match: event.data.k }'))).toEqual([
      'watch: has begun with the events paid, sent, and version 2 has the events left, paid, sent',
    ]);
    const otherwise = watching('', 'any.other');
    expect(migrate(sagaAt(watching('')), otherwise)).toEqual([]);
    saga.event('paid', { k: 'k' });
    expect(migrate(saga, otherwise)).toEqual([
      'paid: is undone by any.refund, and in version 2 by any.other',
    ]);
    expect(migrate(saga, watching('').replace('topic: t,', 'topic: other,'))).toEqual([
      'paid: waits for paid on t by event.data.k, and in version 2 for paid on other by event.data.k',
    ]);
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
    const saga = sagaAt(flow('a', 'b', 'c'), 'a');
    const broken = flow('x', 'b').replace('any.b,', 'any.other,');
    expect(migrate(saga, broken)).toEqual([
      'a: has begun, and version 2 has no "a"',
      'b: has been sent as any.b, which is any.other in version 2',
    ]);
    expect(saga.state.version).toBe(1);
  });
});
