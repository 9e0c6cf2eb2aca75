/** What a wait is for, as the coordinator keeps it in the input of the step. */
export interface Awaited {
  signal?: string;
  event?: string;
  key?: string;
}

/** What is waited for, in words. */
export function awaited({ signal, event, key }: Awaited): string {
  if (signal !== undefined) return `for the signal ${signal}`;
  if (event !== undefined) return `for the event ${event} of ${key}`;
  return 'for an answer';
}
