import { withFilter } from './with-filter.js';

it('changes one part of the filter, keeps the others, and starts from the first page', () => {
  const search = new URLSearchParams('state=running&definition=place-order&after=abc');
  expect(withFilter(search, { state: 'completed' })).toBe('/?state=completed&definition=place-order');
  expect(withFilter(search, { after: 'def' })).toBe('/?state=running&definition=place-order&after=def');
});

it('leaves a plain address when nothing is filtered', () => {
  expect(withFilter(new URLSearchParams('state=running'), { state: null })).toBe('/');
});
