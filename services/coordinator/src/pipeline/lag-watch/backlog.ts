import type { GroupState, PartitionProgress } from '@saga/bus';

/**
 * How long a partition may stand still, with members at work, before what is in hand counts as stuck: then the
 * clocks go on, or nobody would ever hear of it. Longer than an overloaded participant takes for a whole batch.
 */
const STANDSTILL_MS = 5 * 60_000;

interface Look extends PartitionProgress {
  /** When something of the partition was last done, or nothing was to do, or nobody was there to do it. */
  movedAt: number;
}

/**
 * What waits for one consumer group, judged from one look to the next. The group lags if commands were there at the
 * look before and still are not done. The first of each partition is not counted while the group is stable: it is in
 * hand, and how long that takes is what a timeout measures. How long commands have waited that are there at the first
 * look is not known; they count as if they had been there before.
 */
export class Backlog {
  private looks = new Map<number, Look>();

  /** Takes in how the group stands at a time, in milliseconds; true when it lags. */
  lags({ state, partitions }: GroupState, at: number): boolean {
    const isAtWork = state === 'stable';
    const inHand = isAtWork ? 1n : 0n;
    const earlier = this.looks;
    this.looks = new Map();
    let lags = false;
    for (const progress of partitions) {
      const { partition, committed, end } = progress;
      const before = earlier.get(partition) ?? { ...progress, movedAt: at };
      const moved = !isAtWork || committed !== before.committed || committed >= end;
      const movedAt = moved ? at : before.movedAt;
      this.looks.set(partition, { ...progress, movedAt });
      if (before.end > committed + inHand && at - movedAt < STANDSTILL_MS) lags = true;
    }
    return lags;
  }
}
