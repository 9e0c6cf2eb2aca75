import type { Command, DomainEvent, Reply, Start, Undo } from '@saga/contracts';

/** A domain event, and the topic that it is published on. */
export type PublishedEvent = DomainEvent & { topic: string };

/** Whatever travels between sagas and the world. */
export type Travelling = Command | Reply | Start | Undo | PublishedEvent;

/** A message under way, and when it arrives, in milliseconds since the epoch. */
export interface Arrival {
  at: number;
  message: Travelling;
}

/** The messages under way, in the order in which they arrive; those of one instant in the order of sending. */
export class Agenda {
  private readonly arrivals: Arrival[] = [];

  /** When the next message arrives; Infinity when none is under way. */
  get next(): number {
    return this.arrivals[0]?.at ?? Infinity;
  }

  add(message: Travelling, at: number): void {
    const before = this.arrivals.findLastIndex((arrival) => arrival.at <= at);
    this.arrivals.splice(before + 1, 0, { at, message });
  }

  /** Takes the next message. There must be one. */
  take(): Arrival {
    return this.arrivals.shift()!;
  }
}
