import type { SagaEvent, SagaState } from '@saga/engine';
import type { Interval } from './forecast.js';

/** Counts what becomes of the sagas, by intervals of the same length. */
export class Tally {
  readonly intervals: Interval[] = [];
  private open = 0;
  private readonly timedOut = new Set<string>();

  constructor(
    private readonly span: number,
    private readonly count: number,
    private readonly queued: () => number,
  ) {
    this.begin();
  }

  /** Time goes on to here: closes the intervals that are over. */
  goOn(now: number): void {
    while (this.intervals.length < this.count && now >= this.current.from + this.span) {
      this.close();
      this.begin();
    }
  }

  /** Closes the last interval. */
  close(): void {
    Object.assign(this.current, { open: this.open, queued: this.queued() });
  }

  started(): void {
    this.open += 1;
    this.current.started += 1;
  }

  /** What a saga has just gone through. */
  note({ id }: SagaState, events: readonly SagaEvent[]): void {
    for (const event of events) {
      if (event.type === 'saga-completed') this.end('completed');
      else if (event.type === 'saga-compensated') this.end('undone');
      else if (event.type === 'needs-attention') this.current.needAttention += 1;
      else if (isTimeout(event) && !this.timedOut.has(id)) {
        this.timedOut.add(id);
        this.current.timedOut += 1;
      }
    }
  }

  private end(how: 'completed' | 'undone'): void {
    this.open -= 1;
    this.current[how] += 1;
  }

  private begin(): void {
    const from = this.intervals.length * this.span;
    const nothing = { started: 0, completed: 0, timedOut: 0, undone: 0, needAttention: 0 };
    this.intervals.push({ from, ...nothing, open: 0, queued: 0 });
  }

  private get current(): Interval {
    return this.intervals.at(-1)!;
  }
}

function isTimeout(event: SagaEvent): boolean {
  if (event.type === 'step-asked') return true;
  return (event.type === 'step-retry-scheduled' || event.type === 'step-failed') && event.kind === 'unknown';
}
