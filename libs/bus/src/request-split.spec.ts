import fc from 'fast-check';
import { messageBytes } from './message-checks.js';
import { splitIntoRequests } from './request-split.js';

const message = (size: number) => ({ topic: 't', key: 'k', headers: { h: 'v' }, value: 'x'.repeat(size) });

describe('splitIntoRequests', () => {
  it('keeps order and limit, and begins a new request only when the last one is full', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300)), (sizes) => {
        const messages = sizes.map(message);
        const requests = splitIntoRequests(messages, 400);
        const bytes = requests.map((request) => request.reduce((sum, m) => sum + messageBytes(m), 0));

        expect(requests.flat()).toEqual(messages);
        expect(bytes.every((size) => size <= 400)).toBe(true);
        requests
          .slice(1)
          .forEach(([first], i) => expect(bytes[i]! + messageBytes(first!)).toBeGreaterThan(400));
      }),
    );
  });

  it('sends a message above the limit alone', () => {
    const requests = splitIntoRequests([message(10), message(900), message(10)], 400);
    expect(requests.map((request) => request.length)).toEqual([1, 1, 1]);
  });
});
