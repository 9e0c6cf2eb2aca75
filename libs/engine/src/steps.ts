import { List, Map, Set } from 'immutable';
import { isInFlight, type StepState } from './saga-state.js';

/**
 * The steps of a saga that have begun. A collection is never changed, `with` gives another that shares almost all
 * of it: a saga may have ten thousands of steps, and every event changes one.
 */
export class Steps implements Iterable<StepState> {
  static readonly NONE = new Steps(List(), Map(), Set());

  private constructor(
    private readonly begun: List<StepState>,
    private readonly orders: Map<string, number>,
    private readonly open: Set<number>,
  ) {}

  /** @param steps in any order */
  static of(steps: Iterable<StepState>): Steps {
    const begun = List(steps).sortBy((step) => step.order);
    return new Steps(
      begun,
      Map(begun.map((step, i) => [step.path, i] as const)),
      Set(begun.flatMap((step, i) => (isOpen(step) ? [i] : []))),
    );
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
      isOpen(step) ? this.open.add(order) : this.open.delete(order),
    );
  }

  /** In the order in which they began. */
  [Symbol.iterator](): Iterator<StepState> {
    return this.begun[Symbol.iterator]();
  }

  /** The one that began last comes first. */
  backwards(): Iterable<StepState> {
    return this.begun.toSeq().reverse();
  }

  /** Those of which something is still to come by itself, in the order in which they began. */
  inFlight(): StepState[] {
    return [...this.open].sort((a, b) => a - b).map((order) => this.begun.get(order)!);
  }
}

function isOpen({ action, compensation }: StepState): boolean {
  return isInFlight(action) || (compensation !== null && isInFlight(compensation));
}
