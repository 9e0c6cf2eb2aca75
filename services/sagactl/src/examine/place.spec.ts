import { placesIn } from './place.js';

const YAML = `name: order
defaults: &slow
  timeout: 1m
steps:
  - name: pay
    retry: { attempts: 3 }
  - { name: ship, timeout: }
a/b: 1
again: *slow
`;

it.each([
  ['', 1, 1],
  ['/name', 1, 1],
  ['/steps', 4, 1],
  ['/steps/0', 5, 5],
  ['/steps/0/retry/attempts', 6, 14],
  ['/steps/1/timeout', 7, 19],
  ['/a~1b', 8, 1],
  ['/again/timeout', 3, 3],
])('finds %j at line %i, column %i', (pointer, line, column) => {
  expect(placesIn(YAML)(pointer)).toEqual({ line, column });
});

it.each([
  ['of a missing field', '/steps/0/command', 5, 5],
  ['of a missing element', '/steps/7/name', 4, 1],
  ['below a text', '/name/x', 1, 1],
])('gives, in place %s, what is around it', (_what, pointer, line, column) => {
  expect(placesIn(YAML)(pointer)).toEqual({ line, column });
});

it('finds its way in JSON', () => {
  expect(placesIn('{"steps": [\n  {"name": 1}]}')('/steps/0/name')).toEqual({ line: 2, column: 4 });
});

it('has a place in an empty text, too', () => {
  expect(placesIn('')('/name')).toEqual({ line: 1, column: 1 });
});
