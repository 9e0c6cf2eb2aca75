import { candidatesIn, readerOf, UnknownPath } from './key-paths.js';

const EVENT = {
  key: 'order-7',
  headers: { ce_id: 'e-1', ce_type: 'order.placed', 'content-type': 'application/json', 'x-shop': 'north' },
  data: {
    orderId: 'order-7',
    customer: { id: 31, 'e-mail': 'a@b.c', in: 'x' },
    isGift: true,
    amount: 12.5,
    note: 'n'.repeat(201),
    lines: [{ sku: 's-1' }],
    empty: '',
  },
};

it('finds all that may name a flow: no flags, no fractions, no lists, nothing of the envelope', () => {
  expect(candidatesIn(EVENT)).toEqual([
    ['event.data.orderId', 'order-7'],
    ['event.data.customer.id', '31'],
    ['event.data.customer["e-mail"]', 'a@b.c'],
    ['event.data.customer["in"]', 'x'],
    ['event.key', 'order-7'],
    ['event.headers["x-shop"]', 'north'],
  ]);
});

it('reads each of them back', () => {
  for (const [expression, value] of candidatesIn(EVENT)) expect(readerOf(expression)(EVENT)).toBe(value);
});

it('finds the data itself, where it is a text', () => {
  expect(candidatesIn({ key: null, headers: {}, data: 'order-7' })).toEqual([['event.data', 'order-7']]);
});

it('reads nothing where nothing is', () => {
  for (const expression of [
    'event.data.no.where',
    'event.headers.none',
    'event.data.lines',
    'event.data.toString',
  ])
    expect(readerOf(expression)(EVENT)).toBeUndefined();
  expect(readerOf('event.key')({ ...EVENT, key: null })).toBeUndefined();
});

it.each([
  '',
  'data.id',
  'event',
  'event.id',
  'event.key.id',
  'event.data.',
  'event.data.a b',
  'evently.data.a',
])('"%s" is no place in an event', (expression) => {
  expect(() => readerOf(expression)).toThrow(UnknownPath);
});
