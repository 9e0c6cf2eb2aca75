import { Problem } from './problem.js';

/** Where a page of sagas ended, as an opaque text for the next request. */
export function pageToken({ startedAt, id }: { startedAt: Date; id: string }): string {
  return Buffer.from(JSON.stringify([startedAt.toISOString(), id])).toString('base64url');
}

export function readPageToken(token: string): { startedAt: Date; id: string } {
  try {
    const [startedAt, id] = JSON.parse(Buffer.from(token, 'base64url').toString()) as [string, string];
    const date = new Date(startedAt);
    if (typeof id === 'string' && !Number.isNaN(date.getTime())) return { startedAt: date, id };
  } catch {
    // It is no token of ours, which is what the problem below says.
  }
  const message = 'after must be the "next" of an earlier answer';
  throw new Problem(400, 'invalid-request', message, [
    { field: 'after', message, fix: 'start from the first page' },
  ]);
}
