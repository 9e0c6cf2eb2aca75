import type { PlannedRetry } from '@saga/definition';
import fc from 'fast-check';
import { backoff } from './backoff.js';

const retry: PlannedRetry = {
  attempts: 10,
  backoff: 100,
  factor: 2,
  maxBackoff: 1_000,
  jitter: 0,
  nonRetryable: new Set(),
};

it('grows by the factor up to its limit', () => {
  expect([1, 2, 3, 4, 5, 6].map((attempt) => backoff(retry, attempt, 'a'))).toEqual([
    100, 200, 400, 800, 1_000, 1_000,
  ]);
});

it('is shortened by the jitter, the same for the same seed and another for another', () => {
  const jittered = { ...retry, jitter: 0.5 };
  const pauses = Array.from({ length: 100 }, (_, saga) => backoff(jittered, 1, `saga-${saga}`));
  expect(backoff(jittered, 1, 'saga-0')).toBe(pauses[0]);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(50);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(100);
  expect(new Set(pauses).size).toBeGreaterThan(30);
});

it('is a whole number of milliseconds within its limits, whatever the policy', () => {
  const policy = fc.record({
    attempts: fc.constant(1_000),
    backoff: fc.integer({ min: 1, max: 10_000 }),
    factor: fc.double({ min: 1, max: 10, noNaN: true }),
    maxBackoff: fc.integer({ min: 1, max: 1_000_000 }),
    jitter: fc.double({ min: 0, max: 1, noNaN: true }),
    nonRetryable: fc.constant(new Set<string>()),
  });
  fc.assert(
    fc.property(policy, fc.integer({ min: 1, max: 1_000 }), fc.string(), (any, attempt, seed) => {
      const pause = backoff(any, attempt, seed);
      expect(Number.isInteger(pause)).toBe(true);
      expect(pause).toBeGreaterThanOrEqual(1);
      expect(pause).toBeLessThanOrEqual(any.maxBackoff);
    }),
  );
});
