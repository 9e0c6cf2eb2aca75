import { Delays } from './delays.js';
import { type Flow, Flows, inOrder } from './flows.js';
import { type KeyChoice, KeyFinder } from './key-finder.js';
import { type Candidate, candidatesIn, type Keyed, readerOf } from './key-paths.js';
import { endsAmong, mine, type Process } from './process.js';
import { MAX_ACTIVITIES, Tallies } from './tallies.js';
import { Tally } from './tally.js';

/** An event that was seen. */
export interface Observation extends Keyed {
  topic: string;
  type: string;
  /** The same for a repetition, and for nothing else. */
  id: string;
  /** When it happened, in ms since the epoch. */
  time: number;
}

/** A type of event on a topic. */
export interface Activity {
  topic: string;
  type: string;
}

/** What was seen of a type of event. */
export interface SeenActivity extends Activity {
  events: number;
  key: KeyChoice;
  /** Which part of its events the key joins to events of other types, from 0 to 1. */
  joins: number;
}

export interface DiscoveryOptions {
  /** By type, the expression that is the key of its events' flows; the others are found. */
  keys?: ReadonlyMap<string, string>;
  /** The type that flows begin with; by default what most of them do. */
  start?: string;
  /** How many events the keys are found by. */
  sample?: number;
  /** How many flows are kept open; the memory that it takes grows with them. */
  openFlows?: number;
}

/** What was discovered. Activities are numbered as they stand in the list. */
export interface Findings {
  activities: SeenActivity[];
  events: number;
  /** Of events that came more than once, and that were counted once. */
  repetitions: number;
  /** When the first and the last event happened, in ms since the epoch; null without events. */
  period: { from: number; to: number } | null;
  /** All flows that have ended, of whatever process. */
  flows: number;
  /** Flows that may still go on, which say nothing. */
  unfinished: Tally;
  /** Flows that were taken for ended to save memory, though they may have gone on. */
  cutShort: number;
  /** Events that belong to no flow, by activity. */
  astray: Map<number, Tally>;
  /** Events of more types than can be told apart. */
  leftOut: number;
  /** Messages that are no events, by what is wrong with them. */
  unreadable: Map<string, Tally>;
  follows: { from: number; to: number; count: number; p50: number; p95: number; p99: number; max: number }[];
  /** Null when there are no flows that begin as asked. */
  process: Process | null;
}

/** An event of the sample, of which nothing is kept but what may name its flow. */
interface Sampled {
  activity: number;
  id: string;
  time: number;
  candidates: Candidate[];
}

const SAMPLE = 20_000;
/** A sample of large events ends earlier. */
const SAMPLE_CANDIDATES = 400_000;
const OPEN_FLOWS = 100_000;
/** After so many times the longest usual pause nothing more is expected of a flow. */
const PATIENCE = 3;
const MAX_PROBLEMS = 20;

/**
 * Discovers a process from events as they come, in about the order of time: by a sample of them it finds what joins them
 * into flows, then it counts flow by flow. Of a flow that has ended only the counts are kept.
 */
export class Discovery {
  private readonly activities: (Activity & { events: number })[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly finder = new KeyFinder();
  private readonly flows: Flows;
  private readonly tallies = new Tallies();
  private readonly pauses = new Delays();
  private readonly astray = new Map<number, Tally>();
  private readonly unreadable = new Map<string, Tally>();
  private sample: Sampled[] | null = [];
  private sampledCandidates = 0;
  private keys: Map<number, KeyChoice> = new Map();
  private readers = new Map<number, (event: Keyed) => string | undefined>();
  /** For types that the sample joins to nothing: how often each of their fields named a flow. */
  private readonly votes = new Map<number, Map<string, number>>();
  private period: Findings['period'] = null;
  private events = 0;
  private repetitions = 0;
  private leftOut = 0;
  private cutShort = 0;
  private cuts = 0;
  private reckonedAt = 1;
  /** When the latest event happened that a flow has got. */
  private latest = -Infinity;
  /** How long a flow is quiet that still may go on, in ms. */
  private patience = 0;

  constructor(private readonly options: DiscoveryOptions = {}) {
    this.flows = new Flows(options.openFlows ?? OPEN_FLOWS, this.cut);
  }

  observe(event: Observation): void {
    const activity = this.numberOf(event);
    if (activity === undefined) {
      this.leftOut += 1;
      return;
    }
    const { id, time } = event;
    this.events += 1;
    this.activities[activity]!.events += 1;
    this.period = {
      from: Math.min(time, this.period?.from ?? time),
      to: Math.max(time, this.period?.to ?? time),
    };
    if (!this.sample) return this.file(activity, id, time, this.keyOf(activity, event));
    const candidates = this.candidatesOf(activity, event);
    this.finder.add(activity, candidates);
    this.sample.push({ activity, id, time, candidates });
    this.sampledCandidates += candidates.length;
    const { sample = SAMPLE } = this.options;
    if (this.sample.length >= sample || this.sampledCandidates >= SAMPLE_CANDIDATES) this.learn();
  }

  /** Counts a message that is no event. */
  skip(problem: string, message: string): void {
    if (this.unreadable.size < MAX_PROBLEMS || this.unreadable.has(problem))
      tallyOf(this.unreadable, problem).add(message);
  }

  /** What was discovered, when there is no more to observe. */
  findings(): Findings {
    this.learn();
    const unfinished = this.closeAll();
    return {
      activities: this.activities.map((each, i) => ({
        ...each,
        key: this.choiceOf(i),
        joins: this.joinsOf(i),
      })),
      events: this.events,
      repetitions: this.repetitions,
      period: this.period,
      flows: this.tallies.flows,
      unfinished,
      cutShort: this.cutShort,
      astray: this.astray,
      leftOut: this.leftOut,
      unreadable: this.unreadable,
      follows: [...this.tallies.follows()].map(({ from, to, order }) => ({
        from,
        to,
        ...order.delays.summary(),
      })),
      process: this.process(),
    };
  }

  private process(): Process | null {
    const types = this.activities.map(({ type }) => type);
    const { start } = this.options;
    if (this.tallies.flows === 0) return null;
    if (start === undefined) return mine(this.tallies, types);
    return types.includes(start) ? mine(this.tallies, types, types.indexOf(start)) : null;
  }

  private numberOf({ topic, type }: Activity): number | undefined {
    const name = `${topic} ${type}`;
    const known = this.numbers.get(name);
    if (known !== undefined || this.activities.length >= MAX_ACTIVITIES) return known;
    this.numbers.set(name, this.activities.length);
    return this.activities.push({ topic, type, events: 0 }) - 1;
  }

  /** Finds the keys, and takes up the sample. */
  private learn(): void {
    if (!this.sample) return;
    const given = this.activities.map((_, activity) => [activity, this.givenKey(activity)] as const);
    this.keys = this.finder.choose(new Map(given.flatMap(([each, key]) => (key ? [[each, key]] : []))));
    const sampled = this.sample;
    this.sample = null;
    for (const { activity, id, time, candidates } of sampled) {
      const key = this.keys.get(activity)!.key;
      const found = candidates.find(([expression]) => expression === key)?.[1];
      this.file(activity, id, time, key === null ? this.keyByFlows(activity, candidates) : found);
    }
  }

  private givenKey(activity: number): string | undefined {
    return this.options.keys?.get(this.activities[activity]!.type);
  }

  /** All that may name its flow, and what is said to. */
  private candidatesOf(activity: number, event: Keyed): Candidate[] {
    const candidates = candidatesIn(event);
    const given = this.givenKey(activity);
    const value = given && readerOf(given)(event);
    if (value && candidates.every(([expression]) => expression !== given)) candidates.push([given, value]);
    return candidates;
  }

  private keyOf(activity: number, event: Keyed): string | undefined {
    let read = this.readers.get(activity);
    if (!read) {
      const key = this.keys.get(activity)?.key ?? this.givenKey(activity);
      read = key ? readerOf(key) : (other) => this.keyByFlows(activity, candidatesIn(other));
      this.readers.set(activity, read);
    }
    return read(event);
  }

  /** An event of a type that the sample joins to nothing belongs to the flow that one of its fields names. */
  private keyByFlows(activity: number, candidates: Candidate[]): string | undefined {
    let votes = this.votes.get(activity);
    if (!votes) this.votes.set(activity, (votes = new Map<string, number>()));
    const naming = candidates.filter(([, value]) => this.flows.has(value));
    for (const [expression] of naming) votes.set(expression, (votes.get(expression) ?? 0) + 1);
    naming.sort(([one], [other]) => votes.get(other)! - votes.get(one)!);
    return naming[0]?.[1];
  }

  private choiceOf(activity: number): KeyChoice {
    const choice = this.keys.get(activity);
    if (choice && choice.key !== null) return choice;
    const votes = [...(this.votes.get(activity) ?? [])].sort(([, one], [, other]) => other - one);
    const [key, most] = votes[0] ?? [this.givenKey(activity) ?? null, 1];
    return { key, others: votes.slice(1, 4).map(([other, count]) => ({ key: other, asGood: count / most })) };
  }

  private joinsOf(activity: number): number {
    const { occurrences, alone } = this.tallies;
    const all = (occurrences[activity] ?? 0) + (this.astray.get(activity)?.count ?? 0);
    return all === 0 ? 0 : ((occurrences[activity] ?? 0) - (alone[activity] ?? 0)) / all;
  }

  private file(activity: number, id: string, time: number, key: string | undefined): void {
    if (key === undefined) {
      tallyOf(this.astray, activity).add(id);
      return;
    }
    this.latest = Math.max(this.latest, time);
    const added = this.flows.add(key, activity, time, markOf(id));
    if (!added) this.repetitions += 1;
    else if (added.previous !== null) this.pauses.add(Math.abs(time - added.previous));
  }

  /** Counts the flows that have ended: nothing more has come for long, or they came to where flows end. */
  private closeAll(): Tally {
    this.patience = PATIENCE * this.pauses.quantile(0.99);
    const recent: { flow: Flow; last: number }[] = [];
    for (const flow of this.flows.values()) {
      if (this.isQuiet(flow)) this.tallies.add(flow);
      else recent.push({ flow, last: inOrder(flow).at(-1)!.activity });
    }
    const ends = endsAmong(this.tallies, recent);
    const unfinished = new Tally();
    for (const { flow, last } of recent) {
      if (ends.has(last)) this.tallies.add(flow);
      else unfinished.add(flow.key);
    }
    return unfinished;
  }

  /** Takes the flow that was quiet the longest for ended, to make room. */
  private readonly cut = (flow: Flow): void => {
    // What is usual changes the less the more was seen.
    if (++this.cuts >= this.reckonedAt) {
      this.patience = PATIENCE * this.pauses.quantile(0.99);
      this.reckonedAt = 2 * this.cuts;
    }
    if (!this.isQuiet(flow)) this.cutShort += 1;
    this.tallies.add(flow);
  };

  private isQuiet({ events }: Flow): boolean {
    let latest = -Infinity;
    for (let i = 1; i < events.length; i += 3) latest = Math.max(latest, events[i]!);
    return this.latest - latest > this.patience;
  }
}

function tallyOf<Key>(tallies: Map<Key, Tally>, key: Key): Tally {
  let tally = tallies.get(key);
  if (!tally) tallies.set(key, (tally = new Tally()));
  return tally;
}

/** A number that two ids hardly ever share (FNV-1a). */
function markOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
