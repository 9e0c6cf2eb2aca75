import type { IncomingMessage } from '@saga/bus';
import { HEADERS } from '@saga/contracts';
import type { Store, UnknownEvents } from '@saga/store';

/** How many types are counted between two writes. */
const MOST_TYPES = 1_000;
const LONGEST_SAMPLE = 1_000;

/** Those who know what some events are for. */
export interface Knowing {
  knows(topic: string, type: string): boolean;
}

/**
 * Counts the events that no definition knows in memory, with a sample of each type, so that a flood of them costs next
 * to nothing. A count is about right: it has events twice that came twice, and lacks what a crash took with it.
 */
export class UnknownEventCounts {
  private counts = new Map<string, UnknownEvents>();

  constructor(
    private readonly store: Pick<Store, 'addUnknownEvents'>,
    private readonly knowing: Knowing[],
  ) {}

  /** Counts a message unless somebody knows its type. `at`: now, in milliseconds since the epoch. */
  look(message: IncomingMessage, at: number): void {
    const { topic } = message;
    const type = message.headers[HEADERS.type] ?? '';
    if (this.knowing.some((each) => each.knows(topic, type))) return;
    const id = JSON.stringify([topic, type]);
    const known = this.counts.get(id);
    if (known) {
      known.count++;
      known.lastSeen = at;
    } else if (this.counts.size < MOST_TYPES) {
      this.counts.set(id, { topic, type, count: 1, firstSeen: at, lastSeen: at, sample: sampleOf(message) });
    }
  }

  /** Writes what was counted since the last time, in one statement; what can't be written is not counted. */
  async flush(): Promise<void> {
    const counted = [...this.counts.values()];
    this.counts = new Map();
    await this.store.addUnknownEvents(counted);
  }
}

/** A message that may be anything: what it says as text, cut off where it is long. */
function sampleOf({ key, headers, value }: IncomingMessage) {
  return {
    ...{ id: headers[HEADERS.id] ?? null, source: headers[HEADERS.source] ?? null, key },
    value: value && value.toString('utf8').slice(0, LONGEST_SAMPLE),
  };
}
