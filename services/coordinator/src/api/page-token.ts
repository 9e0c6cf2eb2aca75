import { SAGA_ID } from '@saga/contracts';
import { invalidField } from './problem.js';

/** Where a page of sagas ended, as an opaque text for the next request. */
export function pageToken({ startedAt, id }: { startedAt: Date; id: string }): string {
  return Buffer.from(JSON.stringify([startedAt.toISOString(), id])).toString('base64url');
}

/** @throws Problem when the text is no token of ours */
export function readPageToken(token: string): { startedAt: Date; id: string } {
  try {
    const [startedAt, id] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string, string];
    const date = new Date(startedAt);
    if (SAGA_ID.test(id) && !Number.isNaN(date.getTime())) return { startedAt: date, id };
  } catch {
    // It is no JSON, or no pair, which is what the problem below says.
  }
  const message = `after is "${token.slice(0, 60)}", which no answer has given`;
  const fix = 'after must be the "next" of an earlier answer; leave it out for the first page';
  throw invalidField('after', message, fix);
}
