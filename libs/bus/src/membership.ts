import { PartitionAssigners, type IMemberAssignment, type PartitionAssigner } from 'kafkajs';

const FORGOTTEN_BY_THE_BROKER = ['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID'];

/**
 * This consumer's place in its group, told as terms: a batch belongs to the term in which it was begun and may be
 * committed in no other. The broker can't see to that: it checks a commit's member and generation, not its
 * partitions, and kafkajs commits under the generation of the moment. If it joins again while a batch is in hand
 * (metadata changed, or a second broker's fetch failed), that batch's commit would be accepted for a partition
 * that is now another consumer's, and could set its offset back.
 *
 * REBALANCE_IN_PROGRESS alone ends no term: the broker still takes commits and waits for us to join again, which
 * kafkajs does when the batches in hand are done. Only no new ones are begun.
 */
export class Membership {
  private term = 0;
  private assigned: IMemberAssignment = {};
  private lastSeen = Date.now();

  constructor(private readonly sessionTimeout: number) {}

  /** Round robin; also tells us of each join before its request leaves, which no event of kafkajs does. */
  readonly assigner: PartitionAssigner = (config) => {
    const roundRobin = PartitionAssigners.roundRobin(config);
    return {
      ...roundRobin,
      protocol: (subscription) => {
        this.endTerm();
        return roundRobin.protocol(subscription);
      },
    };
  };

  /** The group gave us these partitions. */
  joined(assignment: IMemberAssignment): void {
    this.assigned = assignment;
    this.seen();
  }

  /** The batches in hand are no longer ours, and none is to be begun until we have joined again. */
  endTerm(): void {
    this.term += 1;
    this.assigned = {};
  }

  /**
   * Whether a batch may be begun: not when others wait for us to join again, nor when it was fetched before a
   * rebalance that gave its partition away. After a long silence the broker is asked first.
   */
  async mayBegin(topic: string, partition: number, sendHeartbeat: () => Promise<void>): Promise<boolean> {
    if (this.isOverdue()) await this.heartbeat(sendHeartbeat);
    return !this.isOverdue() && (this.assigned[topic]?.includes(partition) ?? false);
  }

  /** The broker answered: the session goes on. */
  seen(): void {
    this.lastSeen = Date.now();
  }

  /** Binds a piece of work to the current term: gives the question whether that is over, which stays true. */
  hold(): () => boolean {
    const term = this.term;
    let stale = false;
    return () => (stale ||= term !== this.term || this.isOverdue());
  }

  /** Sends a heartbeat; what it brings to light is noted and never thrown: work in hand goes on. */
  async heartbeat(send: () => Promise<void>): Promise<void> {
    try {
      await send();
    } catch (error) {
      this.note(error);
    }
  }

  /** Draws from a failed heartbeat or commit what it says of our place in the group. */
  note(error: unknown): void {
    const { type } = error as { type?: string };
    if (type === 'REBALANCE_IN_PROGRESS') {
      this.assigned = {};
      this.seen();
    } else if (type && FORGOTTEN_BY_THE_BROKER.includes(type)) {
      this.endTerm();
    }
  }

  private isOverdue(): boolean {
    return Date.now() - this.lastSeen > this.sessionTimeout;
  }
}
