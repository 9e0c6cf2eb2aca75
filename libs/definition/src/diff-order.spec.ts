import { outOfOrder } from './diff-order.js';

it.each([
  [[], []],
  [[0, 1, 2], []],
  [[1, 2, 0], [2]],
  [[2, 0, 1], [0]],
  [
    [3, 0, 4, 1, 2],
    [0, 2],
  ],
  [
    [2, 1, 0],
    [0, 1],
  ],
])('of %j those at %j have moved', (places, moved) => {
  expect([...outOfOrder(places)]).toEqual(moved);
});
