/** What is known of two activities, by the flows that have both. */
export interface Orders {
  /** In how many of them `one` comes before `other`. */
  before(one: number, other: number): number;
  /** Which part of the flows that have `one` have `other` too. */
  presence(one: number, other: number): number;
}

/** Above this one activity depends on another; in between, they go side by side. */
const DEPENDENT = 0.9;
/** An activity that depends on another does not come without it, but for some noise. */
const PRESENT = 0.95;

/**
 * The dependency measure of the Heuristics Miner (Weijters, van der Aalst and Alves de Medeiros, Process Mining with the
 * HeuristicsMiner Algorithm, 2006): from -1 to 1, the nearer to 1 the surer `other` depends on `one`; near 0 they go
 * side by side. It is taken over what follows at some time, not directly, since branches that go side by side stand
 * between an event and its successor at random.
 */
export function dependency(one: number, other: number, { before }: Pick<Orders, 'before'>): number {
  const forth = before(one, other);
  const back = before(other, one);
  return (forth - back) / (forth + back + 1);
}

/** Which activity comes after which, without those that follow from others: by activity, the last ones before it. */
export function lastBefore(activities: readonly number[], orders: Orders): Map<number, number[]> {
  return reduced(activities, dependencies(activities, orders));
}

/** Whether an activity depends on another. */
export function dependsOn(other: number, one: number, orders: Orders): boolean {
  return dependency(one, other, orders) >= DEPENDENT && orders.presence(other, one) >= PRESENT;
}

/** Whether two activities come in any order. */
export function areSideBySide(one: number, other: number, orders: Orders): boolean {
  return Math.abs(dependency(one, other, orders)) < DEPENDENT;
}

/** By activity, all those on which it depends. The weakest dependency of a circle is left out. */
function dependencies(activities: readonly number[], orders: Orders): Map<number, Set<number>> {
  const found = activities.flatMap((other) =>
    activities
      .filter((one) => one !== other && dependsOn(other, one, orders))
      .map((one) => ({ one, other, measure: dependency(one, other, orders) })),
  );
  found.sort((a, b) => b.measure - a.measure);
  const before = new Map(activities.map((activity) => [activity, new Set<number>()]));
  for (const { one, other } of found) if (!isBefore(other, one, before)) before.get(other)!.add(one);
  return before;
}

/** The transitive reduction: what an activity comes after by way of another is left out. */
function reduced(activities: readonly number[], before: Map<number, Set<number>>): Map<number, number[]> {
  return new Map(
    activities.map((activity) => {
      const direct = [...before.get(activity)!];
      const last = direct.filter(
        (one) => !direct.some((other) => other !== one && isBefore(one, other, before)),
      );
      return [activity, last.sort((a, b) => a - b)];
    }),
  );
}

/** Whether `one` is before `other` by way of any others. */
function isBefore(one: number, other: number, before: Map<number, Set<number>>): boolean {
  const seen = new Set<number>();
  const left = [other];
  for (let at = left.pop(); at !== undefined; at = left.pop()) {
    if (at === one) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    left.push(...before.get(at)!);
  }
  return false;
}
