import type { SagaDefinition } from '@saga/definition';
import type { OutlinedStep } from './outline.js';
import { drawSaga } from './picture.js';
import { svg } from './svg.js';

const draw = (...steps: OutlinedStep[]) => svg(drawSaga({ name: 'trip', steps } as SagaDefinition));
const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

it('draws each box and each arrow', async () => {
  const image = await draw(
    { name: 'book', command: 'trips.book', compensate: 'trips.cancel' },
    { name: 'leave', command: 'trips.leave', pivot: true },
  );
  expect(count(image, /class="node"/g)).toBe(4);
  expect(count(image, /class="edge"/g)).toBe(4);
  expect(count(image, /stroke-dasharray/g)).toBe(1);
  for (const text of ['trip', 'book', 'trips.book', 'trips.leave', 'pivot', 'completed'])
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
