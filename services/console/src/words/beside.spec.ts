import { besideWords } from './beside.js';

it.each([
  ['lock', 'Lock'],
  ['reread', 'Read again'],
  ['status[2]', 'Asked about attempt 2'],
  ['verified', 'Verification of its undoing'],
  ['something-new', 'something-new'],
])('says what "%s" is', (name, words) => {
  expect(besideWords(name)).toBe(words);
});
