import { simulateMigration, type Simulation } from './simulate.js';
import type { Names } from './names.js';
import { flow, sagaAt, step, version } from './testing/migrated-saga.js';
import type { ScriptedSaga } from './testing/scripted-saga.js';

function simulate({ story }: ScriptedSaga, definition: string, steps?: Names): Simulation {
  const migration = { steps, by: 'ann', reason: 'as agreed', at: story.now };
  return simulateMigration(story.plan, version(definition), story.events, migration);
}

const PIVOTED = `${flow('a', 'b')}  - { name: p, command: any.p, pivot: true }\n  - { name: c, command: any.c }\n`;

it('tells what is still to come, how the saga ends, and how if any of it is refused', () => {
  const saga = sagaAt(flow('a', 'b'), 'a');
  expect(simulate(saga, PIVOTED)).toEqual({
    refusals: [],
    ends: 'completed',
    remaining: ['b', 'p', 'c'],
    ifRefused: [
      { step: 'b', ends: 'compensated' },
      { step: 'p', ends: 'compensated' },
      { step: 'c', ends: 'needs-attention' },
    ],
    problems: [],
  });
});

it('leaves the saga as it is', () => {
  const saga = sagaAt(flow('a', 'b'), 'a');
  const before = saga.state;
  simulate(saga, flow('a', 'b', 'c'));
  expect(saga.state).toBe(before);
});

it('tells every reason why the migration is refused', () => {
  const { refusals, ends } = simulate(sagaAt(flow('a', 'b'), 'a'), flow('b'));
  expect({ refusals, ends }).toMatchObject({ refusals: [{ path: 'a' }], ends: null });
});

it('plays events, signals, delays, approvals, other sagas and status queries through', () => {
  const all = `
name: flow
steps:
  - { name: a, command: any.a, compensate: any.un-a, status: any.became, lock: { key: '"k"' } }
  - { name: e, event: { type: paid, topic: payments, key: '"k"', match: event.data.k } }
  - { name: s, signal: go }
  - { name: w, delay: 3d }
  - { name: ask, approval: { question: { text: sure } } }
  - { name: other, saga: payout }
`;
  const { remaining, ifRefused, ends } = simulate(sagaAt(flow('x=a')), all, { x: 'a' });
  expect({ remaining, ifRefused, ends }).toEqual({ remaining: [], ifRefused: [], ends: null });
  const waiting = sagaAt(all, 'a.lock', 'a');
  expect(simulate(waiting, `${all}  - { name: z, command: any.z, compensate: none }\n`)).toMatchObject({
    remaining: ['ask', 'other', 'z'],
    ends: 'completed',
    ifRefused: ['ask', 'other', 'z'].map((each) => ({ step: each, ends: 'compensated' })),
    problems: [],
  });
});

it('lets the events come that are watched, but not those that mean failure', () => {
  const watching = `
name: flow
steps:
${step('a')}
  - name: watch
    observe:
      key: '"k"'
      events:
        paid: { type: paid, topic: t, match: event.data.k, compensate: any.refund }
        sent: { type: sent, topic: t, match: event.data.k, after: [paid], within: 1h }
        failed: { type: failed, topic: t, match: event.data.k, fails: true }
${step('b')}
`;
  expect(simulate(sagaAt(flow('a')), watching)).toMatchObject({
    remaining: ['a', 'b'],
    ends: 'completed',
    ifRefused: [
      { step: 'a', ends: 'compensated' },
      { step: 'b', ends: 'compensated' },
    ],
    problems: [],
  });
});

it('names inputs that what is known can not fill', () => {
  const reading = `${flow('a', 'b')}${step('c', ", input: { x: '${ steps.a.x }' }")}`;
  const saga = sagaAt(flow('a', 'b'), 'a');
  expect(simulate(saga, reading)).toMatchObject({
    ends: 'compensated',
    problems: [
      {
        path: 'c',
        message:
          'would end compensated though all goes well: ${ steps.a.x }: No such key: x (expression-failed)',
      },
    ],
  });
});

it('does not judge what nobody can know before it has happened', () => {
  const reading = `
name: flow
steps:
${step('a')}${step('b', ", input: { x: '${ steps.a.x + 1 }' }")}
  - name: all
    each: { in: steps.b.items, output: { y: '\${ item }' }, steps: [{ name: i, command: any.i, compensate: none }] }
  - name: poll
    repeat: { until: steps.check.done, atMost: 3, steps: [{ name: check, command: any.check, compensate: none }] }
  - name: later
    delayUntil: steps.b.at
  - name: either
    choose: [{ when: steps.b.total > 5, steps: [{ name: l, command: any.l, compensate: none }] }, { steps: [{ name: r, command: any.r, compensate: none }] }]
${step('z', ", input: { x: '${ steps.all.results[0].y }' }")}
`;
  const saga = sagaAt(flow('a'));
  expect(simulate(saga, reading)).toMatchObject({
    remaining: ['a', 'b', 'all[0].i', 'poll[0].check', 'r', 'z'],
    ends: 'completed',
    problems: [],
  });
});

it('names a compensation that could not be told', () => {
  const saga = sagaAt(flow('a', 'b'), 'a');
  const broken = `${flow('a', 'b')}  - { name: c, command: any.c, compensate: { command: any.un-c, input: { x: '\${ input.x }' } } }\n`;
  const { problems } = simulate(saga, broken);
  expect(problems).toMatchObject([{ message: expect.stringContaining('${ input.x }') }]);
});

it('plays a saga on that is on its way back, or stuck', () => {
  const back = sagaAt(flow('a', 'b'), 'a');
  back.refuses('b');
  expect(simulate(back, flow('a', 'b', 'c'))).toMatchObject({ ends: 'compensated', problems: [] });
  const stuck = sagaAt(PIVOTED, 'a', 'b', 'p');
  stuck.refuses('c');
  const { ends, remaining } = simulate(stuck, PIVOTED + '  - { name: d, command: any.d }\n');
  expect({ ends, remaining }).toEqual({ ends: 'completed', remaining: ['c', 'd'] });
});

it('finds a deadline that the new version can not keep', () => {
  const saga = sagaAt(`${flow('a')}deadline: 1h\n`);
  const { problems } = simulate(saga, `${flow('a')}  - { name: w, delay: 2h }\n`);
  expect(problems).toMatchObject([{ message: expect.stringContaining('(deadline-exceeded)') }]);
});

it('gives up on a saga that has too much to do', () => {
  const rounds = (atMost: number) => `
name: flow
steps:
  - name: outer
    each:
      in: '[1, 2, 3]'
      steps: [{ name: r, repeat: { until: 'false', atMost: ${atMost}, steps: [{ name: a, command: any.a, compensate: none }] } }]
`;
  expect(simulate(sagaAt(rounds(3)), rounds(1_000))).toMatchObject({ ends: null, problems: [] });
});
