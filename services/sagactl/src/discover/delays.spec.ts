import fc from 'fast-check';
import { Delays } from './delays.js';

const delaysOf = (times: number[]) => {
  const delays = new Delays();
  times.forEach((time) => delays.add(time));
  return delays;
};

it('sums up times', () => {
  const times = Array.from({ length: 1_000 }, (_, i) => i + 1);
  const { count, p50, p95, p99, max } = delaysOf(times).summary();
  expect({ count, max }).toEqual({ count: 1_000, max: 1_000 });
  expect([p50 / 500, p95 / 950, p99 / 990].every((ratio) => ratio >= 1 && ratio < 1.06)).toBe(true);
});

it('knows the only time exactly, and none', () => {
  expect(delaysOf([1_234]).summary()).toEqual({ count: 1, p50: 1_234, p95: 1_234, p99: 1_234, max: 1_234 });
  expect(delaysOf([0]).summary()).toMatchObject({ p50: 0, max: 0 });
  expect(delaysOf([]).quantile(0.5)).toBe(0);
});

it('never gives less than the quantile, nor 5% more', () => {
  const times = fc.array(fc.nat(10_000_000), { minLength: 1 });
  fc.assert(
    fc.property(times, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, share) => {
      const exact = [...all].sort((a, b) => a - b)[Math.ceil(share * all.length) - 1]!;
      const found = delaysOf(all).quantile(share);
      expect(found).toBeGreaterThanOrEqual(exact);
      expect(found).toBeLessThanOrEqual(exact * 1.05 + 1);
    }),
  );
});
