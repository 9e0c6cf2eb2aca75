import { recorded } from '../testing/recorded.js';

it.each([
  ['no topics', [], "error: required option '--topics <topics>' not specified"],
  ['a topic without a name', ['--topics', 'orders,'], 'A name is empty.'],
  [
    'no duration',
    ['--topics', 'orders', '--since', '2 hours'],
    'It must be a duration, such as 30s, 5m, 2h or 7d.',
  ],
  ['no time', ['--topics', 'orders', '--from', 'noon'], 'It must be a time, such as 2026-01-31T12:00:00Z.'],
  [
    'two beginnings',
    ['--topics', 'a', '--since', '2h', '--from', '2026-01-01'],
    'cannot be used with option',
  ],
  [
    'a key without a type',
    ['--topics', 'a', '--key', 'event.key'],
    'It must be as in order.placed=event.data.orderId.',
  ],
  [
    'an unknown format',
    ['--topics', 'a', '--format', 'png'],
    'Allowed choices are yaml, json, mermaid, svg.',
  ],
])('%s is refused with status 2', async (_what, args, message) => {
  const { status, err } = await recorded(['discover', ...args]);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(message) });
});
