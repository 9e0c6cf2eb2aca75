interface Happening {
  at: number;
  order: number;
  happen: () => void;
}

/** What is going to happen, by its time; of one instant in the order in which it was planned. A binary heap. */
export class Happenings {
  private readonly heap: Happening[] = [];
  private planned = 0;

  /** When the next happens; Infinity when nothing does. */
  get next(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  add(at: number, happen: () => void): void {
    const { heap } = this;
    let place = heap.push({ at, order: this.planned++, happen }) - 1;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.isBefore(place, above)) break;
      place = this.swap(place, above);
    }
  }

  /** Takes the next. There must be one. */
  take(): () => void {
    const { heap } = this;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      this.sink();
    }
    return first.happen;
  }

  private sink(): void {
    const { heap } = this;
    let place = 0;
    for (;;) {
      let least = place;
      for (const below of [2 * place + 1, 2 * place + 2])
        if (below < heap.length && this.isBefore(below, least)) least = below;
      if (least === place) return;
      place = this.swap(place, least);
    }
  }

  private swap(place: number, other: number): number {
    const { heap } = this;
    [heap[place], heap[other]] = [heap[other]!, heap[place]!];
    return other;
  }

  private isBefore(place: number, other: number): boolean {
    const [one, two] = [this.heap[place]!, this.heap[other]!];
    return one.at < two.at || (one.at === two.at && one.order < two.order);
  }
}
