import { roundedUp, words } from './durations.js';

it.each([
  [0, '1s'],
  [1_001, '2s'],
  [33_000, '45s'],
  [46_000, '1m'],
  [50 * 60_000, '1h'],
  [19 * 3_600_000, '1d'],
  [400 * 86_400_000, '400d'],
])('%d ms is rounded up to %s', (ms, duration) => {
  expect(roundedUp(ms)).toBe(duration);
});

it.each([
  [0, '0 ms'],
  [350, '350 ms'],
  [4_230, '4.2 s'],
  [150_000, '2.5 m'],
  [45_000, '45 s'],
  [86_400_000, '1 d'],
])('%d ms is said as %s', (ms, said) => {
  expect(words(ms)).toBe(said);
});
