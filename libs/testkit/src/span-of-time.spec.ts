import { spell } from './span-of-time.js';

test.each([
  [0, '0s'],
  [250, '250ms'],
  [90_000, '1m30s'],
  [86_400_000 + 3_600_000, '1d1h'],
])('%i ms reads %s', (milliseconds, text) => {
  expect(spell(milliseconds)).toBe(text);
});
