import type { OutgoingMessage } from './bus.js';
import { messageBytes } from './message-checks.js';

/**
 * Cuts messages into requests of at most `maxBytes`, order kept. A message above that, allowed by its topic,
 * goes alone. The limit is the broker's for one partition's part of a request, so it holds wherever the keys fall.
 */
export function splitIntoRequests(messages: OutgoingMessage[], maxBytes: number): OutgoingMessage[][] {
  const requests: OutgoingMessage[][] = [];
  let room = 0;
  for (const message of messages) {
    const size = messageBytes(message);
    if (size > room || requests.length === 0) {
      requests.push([]);
      room = maxBytes;
    }
    requests.at(-1)!.push(message);
    room -= size;
  }
  return requests;
}
