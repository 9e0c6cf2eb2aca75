/** One line that is written over on a terminal, and repeated now and then elsewhere. */
export class LiveLine {
  private last = '';
  private lastAt = 0;
  private readonly pauseMs: number;

  constructor(private readonly out: NodeJS.WriteStream) {
    this.pauseMs = out.isTTY ? 0 : 5_000;
  }

  show(text: string): void {
    if (text === this.last || Date.now() - this.lastAt < this.pauseMs) return;
    this.last = text;
    this.lastAt = Date.now();
    this.out.write(this.out.isTTY ? `\r\x1b[2K${text}` : `${text}\n`);
  }

  /** Leaves the last state of the line behind, whole. */
  end(text: string): void {
    this.out.write(this.out.isTTY ? `\r\x1b[2K${text}\n` : `${text}\n`);
  }
}
