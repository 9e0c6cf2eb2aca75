import { flow, migrate, sagaAt, step, version } from './testing/migrated-saga.js';
import { ScriptedSaga } from './testing/scripted-saga.js';
import { ORDER } from './testing/order-saga.js';

describe('a saga that migrates', () => {
  it('goes on by the steps of the new version', () => {
    const saga = sagaAt(flow('a', 'b', 'c'), 'a');
    expect(migrate(saga, flow('a', 'b', 'x', 'd'))).toEqual([]);
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

  it('begins at once with what has its turn in each item of a list', () => {
    const items = (more: string) => `
name: flow
steps:
  - name: all
    each:
      in: '[1, 2]'
      steps:
        - name: both
          parallel:
            branches:
              left: [{ name: a, command: any.a, compensate: none }${more}]
              right: [{ name: b, command: any.b, compensate: none }]
`;
    const saga = sagaAt(items(''), 'all[0].a', 'all[1].a');
    expect(migrate(saga, items(', { name: x, command: any.x, compensate: none }'))).toEqual([]);
    expect(saga.story.sent.slice(-2)).toEqual(['all[0].x#1', 'all[1].x#1']);
  });

  it('goes on watching events, whatever they are called now, and undoes what they tell of', () => {
    const watching = (paid: string) => `
name: flow
steps:
  - name: watch
    observe:
      key: '"k"'
      events:
        ${paid}: { type: paid, topic: t, match: event.data.k, compensate: any.refund }
        sent: { type: sent, topic: t, match: event.data.k }
`;
    const saga = new ScriptedSaga(watching('paid'));
    saga.event('paid', { k: 'k' });
    expect(migrate(saga, watching('money'), { paid: 'money' })).toEqual([]);
    saga.operator('cancel');
    expect(saga.story.sent).toEqual(['paid.undo#1']);
    saga.succeeds('paid.undo');
    expect(saga.status).toBe('compensated');
  });

  it('tells in its history who moved it, from where to where, and why', () => {
    const saga = sagaAt(flow('a', 'b'));
    migrate(saga, flow('renamed=a', 'b'), { a: 'renamed', b: 'b' });
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
    const old = `name: flow\nsteps:\n${step('a')}${step('b')}`;
    const saga = sagaAt(old, 'a');
    const mended = old.replace('any.un-a', '{ command: any.un-a, input: { why: because } }');
    expect(migrate(saga, mended)).toEqual([]);
    expect(saga.latest('register-compensation')).toMatchObject({ step: 'a', input: { why: 'because' } });
    saga.refuses('b');
    expect(saga.inputOf('undo a')).toEqual({ why: 'because' });
  });

  it('can get a compensation that was forgotten', () => {
    const saga = sagaAt(
      `name: flow\nsteps:\n  - { name: a, command: any.a, compensate: none }\n${step('b')}`,
      'a',
    );
    expect(migrate(saga, flow('a', 'b'))).toEqual([]);
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
    const saga = sagaAt(flow('a', 'b', 'c'), 'a', 'b');
    saga.refuses('c');
    const told = '{ name: tell, command: mail.sorry }';
    expect(migrate(saga, `${flow('b', 'a', 'c', 'd')}onFailure: [${told}]`)).toEqual([]);
    for (const step of ['undo b', 'undo a', 'tell']) saga.succeeds(step);
    expect(saga.status).toBe('compensated');
  });
});

describe('a step that has begun and has another name in the new version', () => {
  it('is known to participants by the one that it began under', () => {
    const saga = sagaAt(flow('a', 'b', 'c'), 'a');
    expect(migrate(saga, flow('first=a', 'second=b', 'c'), { a: 'first', b: 'second' })).toEqual([]);
    saga.succeeds('b');
    expect(saga.execution('second').status).toBe('succeeded');
    saga.refuses('c');
    saga.succeeds('undo b');
    saga.succeeds('undo a');
    expect(saga.story.sent.slice(3)).toEqual(['undo b#1', 'undo a#1']);
    expect(saga.status).toBe('compensated');
  });

  it('is announced, and read by others, under its new name', () => {
    const saga = sagaAt(flow('a', 'b'));
    const reading = `name: flow\nsteps:\n${step('first=a')}${step('b', ", input: { x: '${ steps.first.x }' }")}`;
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
    const saga = sagaAt(flow('a', 'b'));
    migrate(saga, flow('first=a', 'b'), { a: 'first' });
    const back = saga.story.migrate(version(flow('a', 'b'), 3), { first: 'a' });
    expect(back).toMatchObject({ state: { version: 3, addresses: null } });
  });

  it('leaves its old name to no other step', () => {
    expect(migrate(sagaAt(flow('a', 'b')), flow('first=a', 'a=b'), { a: 'first' })).toEqual([
      'a: participants know "first" as "a", which is another step in version 2',
    ]);
  });

  it('may swap it with another that has begun', () => {
    const saga = sagaAt(flow('a', 'b', 'c'), 'a');
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
