import { draftPicture } from './draft-picture.js';
import { discovered, flowsOf } from './testing/discovered.js';

it('draws how often each event comes, what it comes after, and how long that takes', () => {
  const { draft } = discovered([
    ...flowsOf(80, 'o', 'placed paid'),
    ...flowsOf(10, 't', 'placed paid paid thanked', 80),
    ...flowsOf(10, 'f', 'placed declined refunded', 90),
  ]);
  const { boxes, arrows, title } = draftPicture(draft);
  expect(title).toBe('placed');
  expect(boxes.map(({ shape, lines }) => `${shape}: ${lines.join(', ')}`)).toEqual([
    'start: placed, all 100 flows',
    'event: paid, 90 of 100 flows, more than once in 10, within 3s',
    'event: thanked, 10 of 100 flows, optional',
    'event: declined, 10 of 100 flows, fails',
    'event: refunded, 10 of 100 flows, after a failure',
  ]);
  const nameOf = (id: string) => boxes.find((box) => box.id === id)!.lines[0];
  expect(arrows.map(({ from, to, label, way }) => `${nameOf(from)} ${way} ${nameOf(to)}: ${label}`)).toEqual([
    'placed on paid: 90×, 1 s',
    'paid on thanked: 10×, 2 s',
    'placed undone declined: 10×, 1 s',
    'placed on refunded: 10×, 2 s',
  ]);
});
