import { Delays } from './delays.js';
import { type Flow, inOrder } from './flows.js';
import { Tally } from './tally.js';

/** More types than this are no one process. */
export const MAX_ACTIVITIES = 200;
/** Flows differ in which events they have; beyond so many combinations further ones are not told apart. */
const MAX_COMBINATIONS = 10_000;

/** Which events some flows had, as activities in ascending order, and how many flows these are. */
export interface Combination extends Tally {
  activities: readonly number[];
}

/** How often one activity came before another, and how long before. */
export class Order extends Tally {
  readonly delays = new Delays();
}

/** All that is kept of flows that have ended. Activities are numbers below MAX_ACTIVITIES. */
export class Tallies {
  flows = 0;
  /** How many flows have an activity, how many of them more than once, and how often it comes altogether. */
  readonly having: number[] = [];
  readonly repeating: number[] = [];
  readonly occurrences: number[] = [];
  /** How many of these are in flows that have nothing else. */
  readonly alone: number[] = [];
  /** How many flows begin and end with an activity. */
  readonly firsts: number[] = [];
  readonly lasts: number[] = [];
  /** How often an activity follows another directly. */
  private readonly directly = new Map<number, Order>();
  /** In how many flows the first of an activity comes before the first of another, directly or not. */
  private readonly eventually = new Map<number, Order>();
  private readonly byCombination = new Map<string, Combination>();

  add(flow: Flow): void {
    const events = inOrder(flow);
    const firstOf = new Map<number, number>();
    const repeated = new Set<number>();
    for (const [i, { activity, time }] of events.entries()) {
      increase(this.occurrences, activity);
      if (firstOf.has(activity)) repeated.add(activity);
      else firstOf.set(activity, time);
      if (i > 0) {
        const { activity: before, time: since } = events[i - 1]!;
        orderIn(this.directly, before, activity).add(flow.key);
        orderIn(this.directly, before, activity).delays.add(time - since);
      }
    }
    if (firstOf.size === 1) increase(this.alone, events[0]!.activity, events.length);
    this.flows += 1;
    increase(this.firsts, events[0]!.activity);
    increase(this.lasts, events.at(-1)!.activity);
    for (const activity of repeated) increase(this.repeating, activity);
    this.addOrders(flow.key, [...firstOf]);
    this.addCombination(flow.key, [...firstOf.keys()]);
  }

  /** In how many flows `one` comes before `other`, where both are. */
  before(one: number, other: number): Order | undefined {
    return this.eventually.get(pair(one, other));
  }

  get combinations(): Combination[] {
    return [...this.byCombination.values()];
  }

  /** Which activity follows which directly. */
  *follows(): Generator<{ from: number; to: number; order: Order }> {
    for (const [key, order] of this.directly)
      yield { from: Math.floor(key / MAX_ACTIVITIES), to: key % MAX_ACTIVITIES, order };
  }

  private addOrders(flow: string, firsts: [number, number][]): void {
    for (let i = 0; i < firsts.length; i++) {
      const [one, at] = firsts[i]!;
      increase(this.having, one);
      for (let j = i + 1; j < firsts.length; j++) {
        const [other, later] = firsts[j]!;
        // At the same time means in no order.
        if (later === at) continue;
        const order = orderIn(this.eventually, one, other);
        order.add(flow);
        order.delays.add(later - at);
      }
    }
  }

  private addCombination(flow: string, activities: number[]): void {
    activities.sort((a, b) => a - b);
    const name = activities.join();
    let combination = this.byCombination.get(name);
    if (!combination) {
      if (this.byCombination.size >= MAX_COMBINATIONS) return;
      combination = Object.assign(new Tally(), { activities });
      this.byCombination.set(name, combination);
    }
    combination.add(flow);
  }
}

function orderIn(orders: Map<number, Order>, one: number, other: number): Order {
  const key = pair(one, other);
  let order = orders.get(key);
  if (!order) orders.set(key, (order = new Order()));
  return order;
}

function pair(one: number, other: number): number {
  return one * MAX_ACTIVITIES + other;
}

function increase(counts: number[], activity: number, by = 1): void {
  counts[activity] = (counts[activity] ?? 0) + by;
}
