import { pageToken, readPageToken } from './page-token.js';
import { Problem } from './problem.js';

it('leads back to where the page ended', () => {
  const end = { startedAt: new Date('2026-01-31T12:00:00.123Z'), id: 'order:1/2@x' };
  expect(readPageToken(pageToken(end))).toEqual(end);
});

it.each([
  ['no base64', '%%%'],
  ['no JSON', 'bm9uc2Vuc2U'],
  ['no pair', Buffer.from('5').toString('base64url')],
  ['no time', Buffer.from('["yesterday","a"]').toString('base64url')],
  ['no saga id', Buffer.from('["2026-01-01","a\\u0000"]').toString('base64url')],
])('refuses a token that is %s', (_, token) => {
  expect(() => readPageToken(token)).toThrow(Problem);
});
