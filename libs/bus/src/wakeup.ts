/** Lets one waiter wait until somebody wakes it; a wake that nobody waits for is kept for the next one. */
export class Wakeup {
  private isDue = false;
  private resolve: (() => void) | undefined;

  wake(): void {
    this.isDue = true;
    this.resolve?.();
  }

  async woken(): Promise<void> {
    if (!this.isDue) await new Promise<void>((resolve) => (this.resolve = resolve));
    this.isDue = false;
    this.resolve = undefined;
  }
}
