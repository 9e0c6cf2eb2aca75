/** Thrown when there is nothing to discover a process from; the message says why, and what to do. */
export class CannotDiscover extends Error {
  constructor(reason: string, fix: string) {
    super(`${reason}\n  fix: ${fix}`);
    this.name = 'CannotDiscover';
  }
}
