import type { IncomingMessage } from './bus.js';

/** About what a message takes in memory beside its value, with its headers. */
const MESSAGE_BYTES = 1_000;

/** Where the reading of a partition begins, and where the partition ended then. */
export interface Stretch {
  topic: string;
  partition: number;
  start: bigint;
  end: bigint;
}

/** What of a partition goes into a reading. */
export interface Selection {
  /** The earliest timestamp. */
  from: number;
  /** Whether also what is written behind the stretch. */
  isOpen: boolean;
}

/** One partition of a reading: what was fetched of it and waits to be taken, and how far it was fetched. */
export class ReadingLane {
  readonly topic: string;
  readonly partition: number;
  /** The next offset to fetch. */
  position: bigint;
  /** About how many bytes of memory wait here. */
  bytes = 0;
  private readonly end: bigint;
  private waiting: IncomingMessage[] = [];
  private taken = 0;

  constructor(
    { topic, partition, start, end }: Stretch,
    private readonly selection: Selection,
  ) {
    this.topic = topic;
    this.partition = partition;
    this.position = start;
    this.end = end;
  }

  /** Takes up what was fetched; what it had before, or what does not belong to the reading, is left out. */
  add(messages: IncomingMessage[]): void {
    for (const message of messages) {
      const offset = BigInt(message.offset);
      if (offset < this.position || (offset >= this.end && !this.selection.isOpen)) continue;
      this.position = offset + 1n;
      if (message.timestamp < this.selection.from) continue;
      this.waiting.push(message);
      this.bytes += bytesOf(message);
    }
  }

  /** Notes that there is nothing more before an offset. */
  skipTo(offset: bigint): void {
    if (offset > this.position) this.position = offset;
  }

  /** Whether more is known to lie there than was fetched. */
  get isBehind(): boolean {
    return this.position < this.end;
  }

  /** Whether nothing more of it will be read. */
  get isOver(): boolean {
    return !this.selection.isOpen && !this.isBehind;
  }

  /** How many messages of its stretch are still to be taken, at the most. */
  get ahead(): number {
    const next = this.head ? BigInt(this.head.offset) : this.position;
    return next < this.end ? Number(this.end - next) : 0;
  }

  get head(): IncomingMessage | undefined {
    return this.waiting[this.taken];
  }

  take(): IncomingMessage {
    const message = this.waiting[this.taken]!;
    this.bytes -= bytesOf(message);
    this.taken += 1;
    if (this.taken === this.waiting.length) {
      this.waiting = [];
      this.taken = 0;
    }
    return message;
  }
}

function bytesOf({ value }: IncomingMessage): number {
  return MESSAGE_BYTES + (value?.length ?? 0);
}
