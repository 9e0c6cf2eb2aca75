import type { Run } from '../saga/loop.js';
import { countWords, itemWords } from './loop.js';

it('counts what is done, under way, failed and to come', () => {
  const counts = { failed: 1, running: 2, done: 1_037 };
  expect(countWords({ runs: [], counts, toCome: 10 }).map(({ words }) => words)).toEqual([
    '1,037 done',
    '2 under way',
    '1 failed',
    '10 not begun',
  ]);
});

it.each([
  ['AX-1', 'AX-1'],
  [{ sku: 'AX-1' }, '{"sku":"AX-1"}'],
  ['x'.repeat(80), `${'x'.repeat(60)}…`],
  [undefined, ''],
])('shows an item in short: %j', (item, words) => {
  expect(itemWords({ item } as Run)).toBe(words);
});
