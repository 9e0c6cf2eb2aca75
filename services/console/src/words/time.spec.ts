import { between, lengthOf, sinceWords } from './time.js';

it.each([
  [0, '0 ms'],
  [340.4, '340 ms'],
  [2_480, '2.4 s'],
  [59_999, '59.9 s'],
  [60_000, '1 min'],
  [200_000, '3 min 20 s'],
  [18_600_000, '5 h 10 min'],
  [183_600_000, '2 d 3 h'],
])('%d milliseconds are %s', (milliseconds, words) => {
  expect(lengthOf(milliseconds)).toBe(words);
});

const NOON = Date.parse('2026-01-01T12:00:00Z');

it.each([
  ['2026-01-01T12:00:00.400Z', 'just now'],
  ['2026-01-01T11:59:48Z', '12 s ago'],
  ['2026-01-01T11:00:01Z', '59 min ago'],
  ['2025-12-30T12:00:00Z', '2 d ago'],
  ['2026-01-01T12:10:00Z', 'in 10 min'],
])('at noon, %s is %s', (iso, words) => {
  expect(sinceWords(iso, NOON)).toBe(words);
});

it('says how long something took', () => {
  expect(between('2026-01-01T12:00:00Z', '2026-01-01T12:01:05Z')).toBe('1 min 5 s');
});
