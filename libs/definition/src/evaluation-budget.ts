/** What evaluating one template may cost: a fraction of a second, and a few megabytes, at the worst. */
export const EVALUATION_BUDGET = 2_000_000;

/** An error takes the library as long as some hundred plain operations. */
const PRICE_OF_FAILURE = 200;

const EXHAUSTED = new Error('costs more than one evaluation may: read or repeat less');

/**
 * Bounds the time and the memory that expressions take on data nobody has foreseen. Every evaluation of a part
 * of an expression costs the size of the value that it gives. Units in place of seconds: the same expression
 * over the same data always ends the same way. Each payment throws once the budget is exhausted.
 */
export class EvaluationBudget {
  constructor(private left = EVALUATION_BUDGET) {}

  get isExhausted(): boolean {
    return this.left < 0;
  }

  payForValue(value: unknown): void {
    this.pay(typeof value === 'string' ? 1 + value.length : 1);
    if (typeof value !== 'object' || value === null) return;
    const parts: unknown[] = Array.isArray(value) ? value : Object.values(value);
    for (const part of parts) this.payForValue(part);
  }

  payForFailure(): void {
    this.pay(PRICE_OF_FAILURE);
  }

  /** Operators such as `||` swallow what their operands throw, so the whole expression asks again at its end. */
  assertNotExhausted(): void {
    this.pay(0);
  }

  private pay(units: number): void {
    this.left -= units;
    if (this.isExhausted) throw EXHAUSTED;
  }
}
