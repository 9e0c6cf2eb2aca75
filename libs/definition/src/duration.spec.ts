import { milliseconds } from './duration.js';

it.each([
  ['250ms', 250],
  ['30s', 30_000],
  ['5m', 300_000],
  ['2h', 7_200_000],
  ['7d', 604_800_000],
])('%s is %d ms', (text, expected) => {
  expect(milliseconds(text)).toBe(expected);
});

it.each(['', '5', 's', '0s', '-1s', '1.5s', ' 1s', '1s ', '1w', '1e3s', '1000000d', '١s'])(
  '"%s" is not a duration',
  (text) => {
    expect(() => milliseconds(text)).toThrow(
      new RangeError(`"${text}" is not a duration: write 250ms, 30s, 5m, 2h or 7d`),
    );
  },
);
