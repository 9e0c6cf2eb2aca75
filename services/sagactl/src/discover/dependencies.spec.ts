import { areSideBySide, dependency, lastBefore, type Orders } from './dependencies.js';

/** Flows as words: each letter is an activity, by its place in `letters`. */
function ordersIn(flows: string[], letters: string): Orders {
  const having = (...all: number[]) =>
    flows.filter((flow) => all.every((each) => flow.includes(letters[each]!)));
  return {
    before: (one, other) =>
      having(one, other).filter((flow) => flow.indexOf(letters[one]!) < flow.indexOf(letters[other]!)).length,
    presence: (one, other) => having(one, other).length / having(one).length,
  };
}
const times = (count: number, flow: string) => Array<string>(count).fill(flow);

/** Such as `c: ab` for an activity that comes after a and b. */
const found = (flows: string[], letters = 'abcd') =>
  [
    ...lastBefore(
      [...letters].map((_, i) => i),
      ordersIn(flows, letters),
    ),
  ].map(([activity, before]) => `${letters[activity]}: ${before.map((each) => letters[each]).join('')}`);

it('measures dependency from -1 to 1, surer the more was seen', () => {
  const orders = ordersIn([...times(9, 'ab'), ...times(1, 'ba')], 'ab');
  expect(dependency(0, 1, orders)).toBeCloseTo(8 / 11);
  expect(dependency(1, 0, orders)).toBeCloseTo(-8 / 11);
  expect(dependency(0, 1, ordersIn(times(3, 'ab'), 'ab'))).toBe(0.75);
});

it('leaves out what follows from others', () => {
  expect(found(times(20, 'abcd'))).toEqual(['a: ', 'b: a', 'c: b', 'd: c']);
});

it('knows what goes side by side by coming in any order', () => {
  const flows = [...times(20, 'abcd'), ...times(15, 'acbd')];
  expect(found(flows)).toEqual(['a: ', 'b: a', 'c: a', 'd: bc']);
  expect(areSideBySide(1, 2, ordersIn(flows, 'abcd'))).toBe(true);
  expect(areSideBySide(0, 1, ordersIn(flows, 'abcd'))).toBe(false);
});

it('looks past what may be left out', () => {
  expect(found([...times(20, 'abc'), ...times(20, 'ac')], 'abc')).toEqual(['a: ', 'b: a', 'c: a']);
});

it('goes by either of two ways to where they meet', () => {
  expect(found([...times(20, 'abd'), ...times(20, 'acd')])).toEqual(['a: ', 'b: a', 'c: a', 'd: a']);
});

it('takes some disorder for noise', () => {
  expect(found([...times(97, 'abc'), ...times(2, 'bac'), 'ac'], 'abc')).toEqual(['a: ', 'b: a', 'c: b']);
});

it('says nothing of what was seen too seldom', () => {
  expect(found(times(8, 'ab'), 'ab')).toEqual(['a: ', 'b: ']);
});

it('finds no circle', () => {
  const measures = [
    [0, 100, 1],
    [1, 0, 98],
    [96, 1, 0],
  ];
  const orders: Orders = { before: (one, other) => measures[one]![other]!, presence: () => 1 };
  expect([...lastBefore([0, 1, 2], orders)]).toEqual([
    [0, []],
    [1, [0]],
    [2, [1]],
  ]);
});
