import type { Step } from '@saga/definition';
import { drawSaga } from './draw-saga.js';
import { svg } from './svg.js';

const draw = (...steps: Step[]) => svg(drawSaga({ name: 'trip', steps }));
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

it('draws each box and each arrow', async () => {
  const image = await draw(
    { name: 'book', command: 'trips.book', compensate: 'trips.cancel' },
    { name: 'leave', command: 'trips.leave', pivot: true },
  );
  // The words of the arrow that leads back are a node, with half of the arrow on either side.
  expect(count(image, /class="node"/g)).toBe(5);
  expect(count(image, /class="edge"/g)).toBe(5);
  expect(count(image, /stroke-dasharray/g)).toBe(2);
  for (const text of ['trip', 'book', 'trips.book', 'trips.cancel', 'trips.leave', 'pivot', 'completed'])
    expect(image).toContain(`>${text}</text>`);
});

it('frames a group, and shows conditions as they are written', async () => {
  const when = String.raw`input.a && input.b < "\n&lt;"`;
  const image = await draw({ name: 'choice', choose: [{ when, steps: [] }] });
  expect(count(image, /class="cluster"/g)).toBe(1);
  expect(image.replaceAll('&#160;', ' ').replaceAll('&#45;', '-')).toContain(
    String.raw`input.a &amp;&amp; input.b &lt; &quot;\n&amp;lt;&quot;</text>`,
  );
});

it('draws every kind of step', async () => {
  const event = { type: 'paid', topic: 'bank', key: 'input.id', match: 'event.data.id' };
  const image = await draw(
    { name: 'legs', each: { in: 'input.legs', steps: [{ name: 'book', command: 'trips.book' }] } },
    { name: 'poll', repeat: { until: 'round > 2', atMost: 5, steps: [{ name: 'pause', delay: '1m' }] } },
    { name: 'ways', try: [{ steps: [{ name: 'paid', event }] }, { steps: [{ name: 'go', signal: 'go' }] }] },
    { name: 'nod', approval: {} },
    { name: 'rest', saga: 'rest' },
  );
  expect(count(image, /class="cluster"/g)).toBe(3);
  for (const text of [
    'for each item in input.legs',
    'again',
    'event paid',
    'signal go',
    'approval',
    'saga rest',
  ])
    expect(image).toContain(`>${text}</text>`);
});

it('keeps the rounds of a loop in a loop apart', async () => {
  const inner: Step = {
    name: 'inner',
    repeat: { until: 'true', atMost: 2, steps: [{ name: 'pause', delay: '1m' }] },
  };
  const image = await draw({ name: 'outer', repeat: { until: 'true', atMost: 2, steps: [inner] } });
  expect(count(image, />again<\/text>/g)).toBe(2);
});
