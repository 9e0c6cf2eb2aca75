import type { IncomingMessage } from './bus.js';
import type { ReadingLane } from './reading-lane.js';
import type { Excerpt } from './topic-reader.js';

const MAX_EXCERPT = 1_000;

/**
 * Brings the messages of several partitions into one order, by their timestamps; those of one partition stay as they
 * lie there. So flows that go through several topics are read side by side, not topic by topic.
 */
export class ReadingMerge {
  constructor(private readonly lanes: readonly ReadingLane[]) {}

  /** What comes next; undefined as long as a partition that has more may have something earlier. */
  next(): Excerpt | undefined {
    const messages: IncomingMessage[] = [];
    while (messages.length < MAX_EXCERPT) {
      const lane = this.earliest();
      if (!lane) break;
      messages.push(lane.take());
    }
    if (messages.length === 0) return undefined;
    return { messages, ahead: this.lanes.reduce((sum, { ahead }) => sum + ahead, 0) };
  }

  /** Whether all is read and taken. */
  get isOver(): boolean {
    return this.lanes.every(({ isOver, head }) => isOver && !head);
  }

  private earliest(): ReadingLane | undefined {
    let earliest: ReadingLane | undefined;
    for (const lane of this.lanes) {
      if (!lane.head) {
        if (lane.isBehind) return undefined;
      } else if (!earliest || lane.head.timestamp < earliest.head!.timestamp) earliest = lane;
    }
    return earliest;
  }
}
