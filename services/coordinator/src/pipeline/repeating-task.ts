import type { BusLog } from '@saga/bus';

/**
 * Something done again and again, one run at a time: at once when a run says that there is more to do, else
 * after `interval` milliseconds. A run that fails is logged, and the next one comes after the interval.
 */
export class RepeatingTask {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();
  private stopped = true;

  constructor(
    private readonly name: string,
    private readonly interval: number,
    private readonly run: () => Promise<boolean | void>,
    private readonly log: BusLog,
  ) {}

  start(): void {
    this.stopped = false;
    this.schedule(this.interval);
  }

  /** Resolves when the run in hand, if any, is over. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
  }

  private schedule(delay: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => (this.running = this.once()), delay);
  }

  private async once(): Promise<void> {
    let more: boolean | void = false;
    try {
      more = await this.run();
    } catch (error) {
      this.log.warn({ err: error }, `${this.name} failed and will be tried again`);
    }
    this.schedule(more ? 0 : this.interval);
  }
}
