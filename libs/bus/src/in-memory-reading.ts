import type { InMemoryLog } from './in-memory-log.js';
import { ReadingLane } from './reading-lane.js';
import { ReadingMerge } from './reading-merge.js';
import type { Excerpt, ReadOptions } from './topic-reader.js';
import type { Wakeup } from './wakeup.js';

const MAX_FETCH = 500;

/** Reads logs; `wakeup` is woken when something was written to them. */
export async function* inMemoryReading(
  logs: InMemoryLog[],
  { from = 0, until }: Omit<ReadOptions, 'topics'>,
  wakeup: Wakeup,
): AsyncGenerator<Excerpt> {
  const selection = { from, isOpen: until !== undefined };
  const lanes = logs.map(({ topic, partition, start, end }) => {
    const stretch = { topic, partition, start: BigInt(start), end: BigInt(end) };
    return new ReadingLane(stretch, selection);
  });
  const merge = new ReadingMerge(lanes);
  const wake = () => wakeup.wake();
  until?.addEventListener('abort', wake);
  try {
    while (!merge.isOver && !until?.aborted) {
      lanes.forEach((lane, i) => fetch(logs[i]!, lane));
      const excerpt = merge.next();
      if (excerpt) yield excerpt;
      else if (!merge.isOver) await wakeup.woken();
    }
  } finally {
    until?.removeEventListener('abort', wake);
  }
}

function fetch(log: InMemoryLog, lane: ReadingLane): void {
  if (lane.head) return;
  // What was trimmed away meanwhile is gone.
  lane.skipTo(BigInt(log.start));
  lane.add(log.read(Number(lane.position), MAX_FETCH));
}
