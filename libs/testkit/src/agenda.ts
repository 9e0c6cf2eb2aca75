import type { Command, Reply } from '@saga/contracts';

/** A message under way, and when it arrives, in milliseconds since the epoch. */
export interface Arrival {
  at: number;
  message: Command | Reply;
}

/** The messages under way, in the order in which they arrive; those of one instant in the order of sending. */
export class Agenda {
  private readonly arrivals: Arrival[] = [];

  /** When the next message arrives; Infinity when none is under way. */
  get next(): number {
    return this.arrivals[0]?.at ?? Infinity;
  }

  add(message: Command | Reply, at: number): void {
    const place = this.arrivals.findIndex((arrival) => arrival.at > at);
    this.arrivals.splice(place < 0 ? this.arrivals.length : place, 0, { at, message });
  }

  /** Takes the next message. There must be one. */
  take(): Arrival {
    return this.arrivals.shift()!;
  }
}
