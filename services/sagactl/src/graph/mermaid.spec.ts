import type { CommandStep, Step } from '@saga/definition';
import { drawSaga } from './draw-saga.js';
import { mermaid } from './mermaid.js';

const step = (name: string, more: Partial<CommandStep> = {}): Step => ({
  name,
  command: `trips.${name}`,
  ...more,
});
const draw = (...steps: Step[]) => mermaid(drawSaga({ name: 'trip', steps }));

it('shows the way forward, the pivot, and dashed the way back', () => {
  expect(
    draw(
      step('book', { compensate: 'trips.cancel' }),
      step('look', { compensate: 'none' }),
      step('pack', { compensate: { command: 'trips.unpack' } }),
      step('leave', { pivot: true }),
    ),
  ).toMatchInlineSnapshot(`
    "flowchart TD
      box1(["trip"])
      box2["book<br/>trips.book"]
      box3["look<br/>trips.look"]
      box4["pack<br/>trips.pack"]
      box5{{"leave<br/>trips.leave<br/>pivot"}}
      style box5 stroke-width:4px
      box6(["completed"])
      box1 --> box2
      box2 -.->|"trips.cancel"| box1
      box2 --> box3
      box3 --> box4
      box4 -.->|"trips.unpack"| box3
      box4 --> box5
      box5 --> box6
    "
  `);
});

it('frames groups, one in another', () => {
  const late = { name: 'late', choose: [{ when: 'input.late', steps: [step('taxi')] }] };
  const ways = { flight: [step('fly', { compensate: 'trips.unfly' })], hotel: [late] };
  expect(draw({ name: 'legs', parallel: { branches: ways } })).toMatchInlineSnapshot(`
    "flowchart TD
      box1(["trip"])
      box10(["completed"])
      subgraph group2 ["legs"]
        box3{"all of"}
        box4["fly<br/>trips.fly"]
        box9((" "))
        subgraph group5 ["late"]
          box6{"one of"}
          box7["taxi<br/>trips.taxi"]
          box8((" "))
        end
      end
      box1 --> box3
      box3 -->|"flight"| box4
      box4 -.->|"trips.unfly"| box3
      box3 -->|"hotel"| box6
      box6 -->|"input.late"| box7
      box7 --> box8
      box6 -->|"otherwise"| box8
      box4 --> box9
      box8 --> box9
      box9 --> box10
    "
  `);
});

it.each([
  ['that say so', [{ when: 'input.a', steps: [step('a')] }, { steps: [step('b')] }]],
  ['that do not', [{ when: 'input.a', steps: [step('a')] }]],
])('shows one way for when no condition holds, in choices %s', (_which, choose) => {
  expect(draw({ name: 'choice', choose }).match(/otherwise/g)).toHaveLength(1);
});

it('shows a loop with what it goes through, and the way to the next round', () => {
  const parcels = { in: 'input.parcels', as: 'parcel', concurrency: 10, steps: [step('pack')] };
  const rounds = { until: 'steps.look.arrived', atMost: 30, steps: [step('look')] };
  expect(draw({ name: 'parcels', each: parcels }, { name: 'poll', repeat: rounds })).toMatchInlineSnapshot(`
    "flowchart TD
      box1(["trip"])
      box8(["completed"])
      subgraph group2 ["parcels"]
        box3{{"for each parcel in input.parcels<br/>10 at a time"}}
        box4["pack<br/>trips.pack"]
      end
      subgraph group5 ["poll"]
        box6{{"until steps.look.arrived<br/>at most 30 rounds"}}
        box7["look<br/>trips.look"]
      end
      box1 --> box3
      box3 --> box4
      box4 --> box6
      box6 --> box7
      box7 -->|"again"| box6
      box7 --> box8
    "
  `);
});

it('shows the ways that are tried one after the other, and why', () => {
  const ways = [
    { steps: [step('fly', { compensate: 'trips.unfly' })] },
    { when: 'failure.code == "fog"', steps: [step('drive')] },
    { steps: [] },
  ];
  expect(draw({ name: 'travel', try: ways })).toMatchInlineSnapshot(`
    "flowchart TD
      box1(["trip"])
      box9(["completed"])
      subgraph group2 ["travel"]
        box3{"try"}
        box4["fly<br/>trips.fly"]
        box5{"or try"}
        box6["drive<br/>trips.drive"]
        box7{"or try"}
        box8((" "))
      end
      box1 --> box3
      box3 --> box4
      box4 -.->|"trips.unfly"| box3
      box3 -->|"else, when failure.code == #34;fog#34;"| box5
      box5 --> box6
      box5 -->|"else"| box7
      box4 --> box8
      box6 --> box8
      box7 --> box8
      box8 --> box9
    "
  `);
});

it.each([
  ['any', 'any of'],
  [2, '2 of 3'],
  ['all', 'all of'],
] as const)('says how many branches have to end: %s', (join, words) => {
  const branches = { air: [step('fly')], rail: [step('ride')], road: [step('drive')] };
  expect(draw({ name: 'legs', parallel: { join, branches } })).toContain(`{"${words}"}`);
});

it('gives each kind of wait, and another saga, a shape of its own', () => {
  const event = { type: 'trip.paid', topic: 'bank', key: 'input.id', match: 'event.data.id' };
  const drawn = draw(
    { name: 'paid', event, timeout: '14d' },
    { name: 'packed', signal: 'packed' },
    { name: 'leave', approval: { approvers: ['desk', 'boss'], default: 'reject' }, timeout: '1d' },
    { name: 'nod', approval: {}, timeout: '2h' },
    { name: 'night', delay: '8h' },
    { name: 'morning', delayUntil: 'input.start' },
    { name: 'visit', saga: 'visit-city', version: 3 },
    step('go', { pivot: true }),
    { name: 'tell', saga: 'tell-all' },
  );
  expect(drawn.split('\n').filter((line) => /^ {2}box\d+[^\d ]/.test(line))).toMatchInlineSnapshot(`
    [
      "  box1(["trip"])",
      "  box2>"paid<br/>event trip.paid<br/>of input.id<br/>at most 14d"]",
      "  box3[/"packed<br/>signal packed"/]",
      "  box4[\\"leave<br/>approval by desk or boss<br/>rejected after 1d"/]",
      "  box5[\\"nod<br/>approval<br/>at most 2h"/]",
      "  box6("night<br/>waits 8h")",
      "  box7("morning<br/>waits until input.start")",
      "  box8[["visit<br/>saga visit-city, version 3"]]",
      "  box9{{"go<br/>trips.go<br/>pivot"}}",
      "  box10[["tell<br/>saga tell-all"]]",
      "  box11(["completed"])",
    ]
  `);
  // After the pivot nothing is undone, and no saga either.
  expect(drawn.match(/-\.->.*/g)).toEqual(['-.->|"undoes visit-city"| box7']);
});

it('notes on a step what is asked for beside its command', () => {
  const careful = step('book', {
    lock: { key: 'input.seat' },
    reread: { command: 'trips.look', unchanged: 'reread.free' },
    status: 'trips.status',
    compensate: { command: 'trips.cancel', after: ['pay'], verify: { command: 'trips.verify' } },
  });
  expect(draw(careful)).toContain(
    '["book<br/>trips.book<br/>locks input.seat<br/>rereads trips.look<br/>asks trips.status' +
      '<br/>verified by trips.verify<br/>undone after pay"]',
  );
});

it('shows what is done when all is undone, and in which order that goes', () => {
  const compensation = { order: 'parallel' } as const;
  const saga = { name: 'trip', compensation, steps: [step('book')], onFailure: [step('sorry')] };
  expect(mermaid(drawSaga(saga))).toMatchInlineSnapshot(`
    "flowchart TD
      box1(["trip<br/>undone side by side"])
      box2["book<br/>trips.book"]
      box3(["completed"])
      subgraph group4 ["on failure"]
        box5["sorry<br/>trips.sorry"]
        box6(["compensated"])
      end
      box1 --> box2
      box2 --> box3
      box1 -.->|"all is undone"| box5
      box5 --> box6
    "
  `);
  const own = { order: 'custom' } as const;
  expect(mermaid(drawSaga({ ...saga, compensation: own }))).toContain('undone in its own order');
});

it('shows which events start the saga', () => {
  const startOn = [{ event: 'trip.wished', topic: 'wishes', key: 'event.id' }];
  expect(mermaid(drawSaga({ name: 'trip', startOn, steps: [step('book')] }))).toContain(
    '(["trip<br/>on trip.wished"])',
  );
});

it('leaves nothing in a text that Mermaid would read as its own', () => {
  const when = `input.a && "#b" < '\`c\`'`;
  expect(draw({ name: 'if', choose: [{ when, steps: [] }] })).toContain(
    `|"input.a #38;#38; #34;#35;b#34; #60; '#96;c#96;'"|`,
  );
});
