import { percentile } from './table.mjs';

/** Waits for `count` endings and keeps how long each took from its beginning, in milliseconds. */
export class Progress {
  durations = [];
  #done;
  finished = new Promise((resolve) => (this.#done = resolve));

  constructor(count) {
    this.count = count;
  }

  ended(beganAt) {
    this.durations.push(Date.now() - beganAt);
    if (this.durations.length === this.count) this.#done();
  }

  /** The figures of a run that began at `beganAt`. */
  figures(beganAt, messages) {
    return {
      perSecond: (this.count * 1000) / (Date.now() - beganAt),
      p50: percentile(this.durations, 0.5),
      p99: percentile(this.durations, 0.99),
      messages: messages / this.count,
    };
  }
}
