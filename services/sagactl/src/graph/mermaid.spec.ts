import type { SagaDefinition } from '@saga/definition';
import { mermaid } from './mermaid.js';
import { type OutlinedStep } from './outline.js';
import { drawSaga } from './picture.js';

const step = (name: string, more: Partial<OutlinedStep> = {}) => ({
  name,
  command: `trips.${name}`,
  ...more,
});
const draw = (...steps: OutlinedStep[]) => mermaid(drawSaga({ name: 'trip', steps } as SagaDefinition));

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

it('draws a kind of step that it does not know by its name', () => {
  expect(draw({ name: 'approval', approve: {} } as OutlinedStep)).toContain('["approval"]');
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
