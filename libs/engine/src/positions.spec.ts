import fc from 'fast-check';
import { Positions } from './positions.js';

const of = (numbers: number[]) => numbers.reduce((set, n) => set.with(n, true), Positions.NONE);

it('are in order, whatever is put in and taken out', () => {
  const position = fc.nat({ max: 200 });
  fc.assert(
    fc.property(fc.array(fc.tuple(position, fc.boolean())), (changes) => {
      const expected = new Set<number>();
      let positions = Positions.NONE;
      for (const [n, isMember] of changes) {
        positions = positions.with(n, isMember);
        if (isMember) expected.add(n);
        else expected.delete(n);
      }
      const sorted = [...expected].sort((a, b) => a - b);
      expect([...positions]).toEqual(sorted);
      expect([...positions.backwards()]).toEqual(sorted.reverse());
    }),
  );
});

it('are never changed', () => {
  const before = of([1, 40]);
  expect([...before.with(31, true)]).toEqual([1, 31, 40]);
  expect([...before.with(40, false)]).toEqual([1]);
  expect([...before]).toEqual([1, 40]);
});
