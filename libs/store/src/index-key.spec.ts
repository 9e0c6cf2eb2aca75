import { indexKey, textsOf } from './index-key.js';

it('leaves nearly all texts as they are', () => {
  expect(indexKey('order-1:charge:do:1:reply')).toBe('order-1:charge:do:1:reply');
});

it('shortens long texts, and tells them apart', () => {
  const [a, b] = ['a', 'b'].map((end) => indexKey('x'.repeat(5_000) + end));
  expect(a).toMatch(/^[\da-f]{64}$/);
  expect(a).not.toBe(b);
});

it('finds the texts again by their form', () => {
  expect(textsOf(['a\0', 'b', 'c'], ['a\ufffd', 'c'])).toEqual(new Set(['a\0', 'c']));
});
