const MAX_SAMPLES = 3;

/** How often something was seen, with the first few flows or events in which it was. */
export class Tally {
  count = 0;
  readonly samples: string[] = [];

  add(sample: string): void {
    this.count += 1;
    if (this.samples.length < MAX_SAMPLES) this.samples.push(sample);
  }
}
