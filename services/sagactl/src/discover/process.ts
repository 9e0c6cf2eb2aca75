import type { DelaySummary } from './delays.js';
import { areSideBySide, dependsOn, lastBefore, type Orders } from './dependencies.js';
import { type Flow, inOrder } from './flows.js';
import type { Combination, Tallies } from './tallies.js';

/** An activity of a process, by what its flows say of it. */
export interface FoundActivity {
  activity: number;
  /** How many flows have it, and how many of them more than once. */
  flows: number;
  repeating: number;
  /** How many flows end with it. */
  ends: number;
  /** The last ones that always come before it; none of them means failure. */
  after: { activity: number; delays: DelaySummary }[];
  isOptional: boolean;
  /** It comes in flows that fail, and in no others. */
  isAftermath: boolean;
  /** Why it looks like a failure; null when it does not. */
  fails: 'by-name' | { lacks: number } | null;
}

/** Flows that do not go as the others do. */
export interface Misfit {
  kind: 'before' | 'without' | 'not-started';
  activity: number;
  /** For `before`, what it comes before. */
  other?: number;
  flows: number;
  samples: string[];
}

/** What flows have in common that begin with the same activity. */
export interface Process {
  start: number;
  flows: number;
  activities: FoundActivity[];
  /** Pairs that come in any order. */
  sideBySide: [number, number][];
  misfits: Misfit[];
}

/** What has to come comes in so many of the flows that do not fail. */
const REQUIRED = 0.95;
/** So many of the flows that have an activity end with it, if it is an end. */
const END = 0.1;
/** A failure comes in few flows, and hardly any of them come to the usual end. */
const FAILING = 0.2;
const COMING_TO_THE_END = 0.05;
/** Below this nothing is said of an activity by its flows. */
const FEW = 3;
const FAILURE_WORDS =
  /(declin|fail|reject|cancel|expir|abort|refus|denie|timed-?out|time-?out|error|bounced|invalid)/i;

/** Whether the name of a type says that something has failed. */
export function soundsLikeFailure(type: string): boolean {
  return FAILURE_WORDS.test(type);
}

/** What flows end with: of the flows that have it, a part worth mentioning. `recent` are flows not tallied yet. */
export function endsAmong(tallies: Tallies, recent: { flow: Flow; last: number }[]): Set<number> {
  const lasts = [...tallies.lasts];
  const having = [...tallies.having];
  for (const { flow, last } of recent) {
    lasts[last] = (lasts[last] ?? 0) + 1;
    for (const each of new Set(inOrder(flow).map(({ activity }) => activity)))
      having[each] = (having[each] ?? 0) + 1;
  }
  return new Set([...having.keys()].filter((each) => (lasts[each] ?? 0) >= END * (having[each] ?? 0)));
}

/** Mines the process of the flows that have its start: by default, what most flows begin with. */
export function mine(tallies: Tallies, types: readonly string[], start = usualStart(tallies)): Process {
  return new Miner(tallies, types, start).process();
}

function usualStart({ firsts }: Tallies): number {
  return firsts.reduce((most, count, each) => (count > (firsts[most] ?? 0) ? each : most), 0);
}

class Miner implements Orders {
  private readonly combinations: Combination[];
  private readonly flows: number;
  private readonly activities: number[];
  /** In how many flows two activities are, by `one * types + other`; on the diagonal, in how many one is. */
  private readonly together = new Map<number, number>();

  constructor(
    private readonly tallies: Tallies,
    private readonly types: readonly string[],
    private readonly start: number,
  ) {
    this.combinations = tallies.combinations.filter(({ activities }) => activities.includes(start));
    this.flows = countOf(this.combinations);
    for (const { activities, count } of this.combinations)
      for (const one of activities)
        for (const other of activities) {
          const pair = this.pair(one, other);
          this.together.set(pair, (this.together.get(pair) ?? 0) + count);
        }
    // What is mostly in flows without the start is here by chance.
    this.activities = [...types.keys()].filter(
      (each) => this.both(each, each) > 0 && 2 * this.both(each, each) >= (tallies.having[each] ?? 0),
    );
  }

  readonly before = (one: number, other: number): number => this.tallies.before(one, other)?.count ?? 0;

  readonly presence = (one: number, other: number): number => this.both(one, other) / this.both(one, one);

  process(): Process {
    const failures = this.failures();
    const sound = this.activities.filter((each) => !failures.has(each));
    const succeeding = this.combinations.filter(
      ({ activities }) => !activities.some((each) => failures.has(each)),
    );
    const required = sound.filter((each) => shareOf(succeeding, each) >= REQUIRED);
    // What does not fail is not said to come after a failure: who observes it has given up by then.
    const after = new Map([...lastBefore(this.activities, this), ...lastBefore(sound, this)]);
    after.set(this.start, []);
    const found = this.activities.map((activity): FoundActivity => ({
      activity,
      flows: this.both(activity, activity),
      repeating: this.tallies.repeating[activity] ?? 0,
      ends: this.tallies.lasts[activity] ?? 0,
      after: after.get(activity)!.map((before) => ({
        activity: before,
        delays: this.tallies.before(before, activity)!.delays.summary(),
      })),
      isOptional: !failures.has(activity) && !required.includes(activity),
      isAftermath: !failures.has(activity) && this.isAftermath(activity, succeeding),
      fails: failures.get(activity) ?? null,
    }));
    return {
      start: this.start,
      flows: this.flows,
      activities: inTheOrderOfTime(found),
      sideBySide: this.sideBySide(sound),
      misfits: [
        ...this.outOfOrder(after),
        ...required.flatMap((each) => this.without(each, succeeding)),
        ...this.notStarted(),
      ],
    };
  }

  /** What looks like a failure, and why; of what comes after one, only what is called so. */
  private failures(): Map<number, NonNullable<FoundActivity['fails']>> {
    const named = this.activities.filter(
      (each) => each !== this.start && soundsLikeFailure(this.types[each]!),
    );
    const ends = endsAmong(this.tallies, []);
    const sound = this.activities.filter((each) => !named.includes(each));
    const usualEnd = sound
      .filter((each) => ends.has(each))
      .reduce<number | undefined>(
        (most, each) => (most === undefined || this.both(each, each) > this.both(most, most) ? each : most),
        undefined,
      );
    const found = new Map<number, NonNullable<FoundActivity['fails']>>(
      named.map((each) => [each, 'by-name']),
    );
    if (usualEnd === undefined || 2 * this.both(usualEnd, usualEnd) < this.flows) return found;
    const lacking = sound.filter(
      (each) =>
        this.both(each, each) >= FEW &&
        this.both(each, each) <= FAILING * this.flows &&
        this.presence(each, usualEnd) <= COMING_TO_THE_END,
    );
    for (const each of lacking) {
      const isAftermath = [...named, ...lacking].some(
        (other) => other !== each && dependsOn(each, other, this),
      );
      if (!isAftermath) found.set(each, { lacks: usualEnd });
    }
    return found;
  }

  private sideBySide(sound: number[]): [number, number][] {
    return sound.flatMap((one, i) =>
      sound
        .slice(i + 1)
        .filter(
          (other) =>
            this.before(one, other) >= FEW &&
            this.before(other, one) >= FEW &&
            areSideBySide(one, other, this),
        )
        .map((other): [number, number] => [one, other]),
    );
  }

  private outOfOrder(after: Map<number, number[]>): Misfit[] {
    return [...after].flatMap(([activity, before]) =>
      before.flatMap((other) => {
        const order = this.tallies.before(activity, other);
        return order
          ? [{ kind: 'before' as const, activity, other, flows: order.count, samples: order.samples }]
          : [];
      }),
    );
  }

  private without(activity: number, succeeding: Combination[]): Misfit[] {
    const lacking = succeeding.filter(({ activities }) => !activities.includes(activity));
    return misfit('without', activity, lacking);
  }

  private notStarted(): Misfit[] {
    const lacking = this.tallies.combinations.filter(
      ({ activities }) =>
        !activities.includes(this.start) && activities.some((each) => this.activities.includes(each)),
    );
    return misfit('not-started', this.start, lacking);
  }

  private isAftermath(activity: number, succeeding: Combination[]): boolean {
    const sound = succeeding.filter(({ activities }) => activities.includes(activity));
    return countOf(sound) <= (1 - REQUIRED) * this.both(activity, activity);
  }

  private both(one: number, other: number): number {
    return this.together.get(this.pair(one, other)) ?? 0;
  }

  private pair(one: number, other: number): number {
    return one * this.types.length + other;
  }
}

function misfit(kind: Misfit['kind'], activity: number, combinations: Combination[]): Misfit[] {
  if (combinations.length === 0) return [];
  const samples = combinations.flatMap((each) => each.samples).slice(0, 3);
  return [{ kind, activity, flows: countOf(combinations), samples }];
}

/** Each behind those it comes after; otherwise the more usual first. */
function inTheOrderOfTime(found: FoundActivity[]): FoundActivity[] {
  const left = [...found].sort((a, b) => b.flows - a.flows || a.activity - b.activity);
  const ordered: FoundActivity[] = [];
  while (left.length > 0) {
    const next = left.findIndex(
      ({ after }) => !after.some((before) => left.some(({ activity }) => activity === before.activity)),
    );
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

function countOf(combinations: readonly Combination[]): number {
  return combinations.reduce((sum, { count }) => sum + count, 0);
}

function shareOf(combinations: readonly Combination[], activity: number): number {
  const having = combinations.filter(({ activities }) => activities.includes(activity));
  return countOf(having) / Math.max(1, countOf(combinations));
}
