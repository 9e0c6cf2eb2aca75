import { namesIn, renamed } from './names.js';

const NAMES = { charge: 'pay', packages: 'parcels', book: 'make' };

it.each([
  ['charge', 'pay'],
  ['charge.lock', 'pay.lock'],
  ['charge.status[2]', 'pay.status[2]'],
  ['packages[3].book', 'parcels[3].make'],
  ['packages[3].rounds[0].book.status[1]', 'parcels[3].rounds[0].make.status[1]'],
  ['packages[3].legs/by charge', 'parcels[3].legs/by charge'],
  ['packages', 'parcels'],
  ['ship', 'ship'],
])('%s is called %s', (path, expected) => {
  expect(renamed(path, NAMES)).toBe(expected);
});

it('finds the names of a path', () => {
  expect(namesIn('packages[3].rounds[0].book.status[1]')).toEqual(['packages', 'rounds', 'book']);
});
