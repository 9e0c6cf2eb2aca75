import { type Chance, span } from './chance.js';
import { type Fault, isOn } from './fault.js';
import type { Happenings } from './happenings.js';

/** Work that a participant is asked for. */
export interface Work {
  command: string;
  /** Is called as it is taken, and gives what is to happen at its end. `isWork`: whether it takes time; a command that comes again does not. */
  begin: () => { end: () => void; isWork: boolean };
}

/** A participant: so many commands at a time, first come, first served; while it is down, commands wait. */
export class Station {
  private readonly line: Work[] = [];
  private taken = 0;
  private busy = 0;

  /**
   * @param service how long a command takes on average, in milliseconds
   * @param faults those of this participant
   */
  constructor(
    private readonly happenings: Happenings,
    private readonly next: Chance,
    private readonly service: number,
    private readonly concurrency: number,
    private readonly faults: readonly Fault[],
  ) {
    for (const { what, until } of faults)
      if (what.kind === 'down' && until < Infinity) happenings.add(until, () => this.goOn(until));
  }

  /** How many commands wait. */
  get waiting(): number {
    return this.line.length - this.taken;
  }

  take(work: Work, now: number): void {
    this.line.push(work);
    this.goOn(now);
  }

  private goOn(now: number): void {
    while (this.waiting > 0 && this.busy < this.concurrency && !this.isDown(now)) {
      const work = this.line[this.taken++]!;
      // What is taken is let go of now and then: shifting a long line each time takes long.
      if (this.taken > 1_000) {
        this.line.splice(0, this.taken);
        this.taken = 0;
      }
      this.busy += 1;
      const { end, isWork } = work.begin();
      const done = now + (isWork ? span(this.service, this.next) * this.slowness(work.command, now) : 0);
      this.happenings.add(done, () => {
        this.busy -= 1;
        end();
        this.goOn(done);
      });
    }
  }

  private isDown(now: number): boolean {
    return this.faults.some((fault) => fault.what.kind === 'down' && isOn(fault, now));
  }

  private slowness(command: string, now: number): number {
    return this.faults.reduce((product, fault) => {
      const { what, who } = fault;
      const isMeant = what.kind === 'slow' && isOn(fault, now) && (!who.includes('.') || who === command);
      return isMeant ? product * what.factor : product;
    }, 1);
  }
}
