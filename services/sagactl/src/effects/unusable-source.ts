/** Thrown when what histories or ledgers are to be read from does not give them; the message says what to do. */
export class UnusableSource extends Error {
  constructor(source: string, problem: string, fix: string) {
    super(`${source}: ${problem}\n  fix: ${fix}`);
    this.name = 'UnusableSource';
  }
}
