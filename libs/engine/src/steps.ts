import { List, Map } from 'immutable';
import { Positions } from './positions.js';
import { isInFlight, type StepState } from './saga-state.js';

/**
 * The steps of a saga that have begun. A collection is never changed, `with` gives another that shares almost all
 * of it: a saga may have ten thousands of steps, and every event changes one.
 */
export class Steps implements Iterable<StepState> {
  static readonly NONE = new Steps(List(), Map(), Positions.NONE, Positions.NONE);

  private constructor(
    private readonly begun: List<StepState>,
    private readonly orders: Map<string, number>,
    private readonly open: Positions,
    private readonly effective: Positions,
  ) {}

  /** @param steps in any order */
  static of(steps: Iterable<StepState>): Steps {
    return [...steps].sort((a, b) => a.order - b.order).reduce((all, step) => all.with(step), Steps.NONE);
  }

  get size(): number {
    return this.begun.size;
  }

  get(path: string): StepState | undefined {
    const order = this.orders.get(path);
    return order === undefined ? undefined : this.begun.get(order);
  }

  has(path: string): boolean {
    return this.orders.has(path);
  }

  /** Replaces the step of this path, or adds it as the latest. */
  with(step: StepState): Steps {
    const order = this.orders.get(step.path) ?? this.begun.size;
    return new Steps(
      this.begun.set(order, step),
      this.orders.set(step.path, order),
      this.open.with(order, isOpen(step)),
      this.effective.with(order, isEffective(step)),
    );
  }

  /** In the order in which they began. */
  [Symbol.iterator](): Iterator<StepState> {
    return this.begun[Symbol.iterator]();
  }

  /** At the most so many of them, those that began last. */
  latest(count: number): StepState[] {
    return this.begun.takeLast(count).toArray();
  }

  /** Those of which something is still to come by itself, in the order in which they began. */
  inFlight(): StepState[] {
    return [...this.open].map((order) => this.begun.get(order)!);
  }

  /** Those that may have an effect which is not undone; the one that began last comes first. */
  *standing(): Iterable<StepState> {
    for (const order of this.effective.backwards()) yield this.begun.get(order)!;
  }
}

function isOpen({ action, compensation }: StepState): boolean {
  return isInFlight(action) || (compensation !== null && isInFlight(compensation));
}

function isEffective({ action, compensation }: StepState): boolean {
  return action.mayHaveEffect && compensation?.status !== 'succeeded';
}
