const GROWTH = Math.log(1.05);

/** Times in milliseconds, summed up. */
export interface DelaySummary {
  count: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

/**
 * Times in buckets that grow by 5% each, so that any quantile is known to 5% in bounded memory, however many there are
 * (the idea of DDSketch: Masson, Rim and Lee, VLDB 2019).
 */
export class Delays {
  count = 0;
  max = 0;
  private readonly buckets = new Map<number, number>();

  add(ms: number): void {
    const bucket = ms < 1 ? 0 : 1 + Math.floor(Math.log(ms) / GROWTH);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
    this.count += 1;
    if (ms > this.max) this.max = ms;
  }

  /** A time that this share of all does not exceed, at most 5% above the least such time; 0 when there is none. */
  quantile(share: number): number {
    let left = Math.ceil(share * this.count);
    for (const [bucket, count] of [...this.buckets].sort(([a], [b]) => a - b)) {
      left -= count;
      if (left <= 0) return Math.min(this.max, Math.ceil(Math.exp(bucket * GROWTH)));
    }
    return 0;
  }

  summary(): DelaySummary {
    const { count, max } = this;
    return { count, p50: this.quantile(0.5), p95: this.quantile(0.95), p99: this.quantile(0.99), max };
  }
}
