import type { Backoff } from './backoff.js';
import type { IncomingMessage } from './bus.js';
import type { InMemoryLog } from './in-memory-log.js';
import type { InMemoryMember } from './in-memory-member.js';

/** How far a group has come in one partition. */
export class Cursor {
  private busy = false;
  private failures = 0;
  private pauseTimer: NodeJS.Timeout | undefined;

  constructor(
    readonly log: InMemoryLog,
    public offset: number,
    private readonly backoff: Backoff,
  ) {}

  isReady(): boolean {
    return !this.busy && !this.pauseTimer && this.offset < this.log.end;
  }

  take(limit: number): IncomingMessage[] {
    this.busy = true;
    return this.log.read(this.offset, limit);
  }

  commit(count: number): void {
    this.busy = false;
    this.failures = 0;
    this.offset += count;
  }

  /** Gives the batch back; the same messages come again after the pause. */
  pause(resumed: () => void): { attempt: number; delay: number } {
    this.busy = false;
    this.failures += 1;
    const delay = this.backoff(this.failures);
    this.pauseTimer = setTimeout(() => {
      this.pauseTimer = undefined;
      resumed();
    }, delay);
    return { attempt: this.failures, delay };
  }

  dispose(): void {
    clearTimeout(this.pauseTimer);
  }
}

/** A consumer group: keeps the offsets, members or not, and shares the partitions among its members. */
export class InMemoryGroup {
  private readonly members = new Set<InMemoryMember>();
  private readonly cursors = new Map<InMemoryLog, Cursor>();

  constructor(
    private readonly logsOf: (topic: string) => InMemoryLog[],
    private readonly backoff: Backoff,
  ) {}

  join(member: InMemoryMember): void {
    this.members.add(member);
    for (const log of member.topics.flatMap(this.logsOf)) {
      if (this.cursors.has(log)) continue;
      const offset = member.fromBeginning ? log.start : log.end;
      this.cursors.set(log, new Cursor(log, offset, this.backoff));
    }
    this.rebalance();
  }

  leave(member: InMemoryMember): void {
    this.members.delete(member);
    this.rebalance();
  }

  wake(): void {
    for (const member of this.members) member.wake();
  }

  /** A rebalance takes no time here, so no group is ever seen at it. */
  get state(): 'stable' | 'empty' {
    return this.members.size > 0 ? 'stable' : 'empty';
  }

  /** Where the group stands in a partition; undefined when it never read it. */
  committed(log: InMemoryLog): number | undefined {
    return this.cursors.get(log)?.offset;
  }

  dispose(): void {
    for (const cursor of this.cursors.values()) cursor.dispose();
  }

  private rebalance(): void {
    for (const member of this.members) member.owned = [];
    let turn = 0;
    for (const cursor of this.cursors.values()) {
      const takers = [...this.members].filter(({ topics }) => topics.includes(cursor.log.topic));
      takers[turn++ % takers.length]?.owned.push(cursor);
    }
    this.wake();
  }
}
