import { FlowBook } from './flow-book.js';
import { FlowKeys } from './flow-keys.js';
import type { KeyChoice } from './key-finder.js';
import type { Candidate, Keyed } from './key-paths.js';
import type { DelaySummary } from './delays.js';
import { mine, type Process } from './process.js';
import { MAX_ACTIVITIES } from './tallies.js';
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
  /** Which activity directly follows which, and after what time. */
  follows: ({ from: number; to: number } & DelaySummary)[];
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
const MAX_PROBLEMS = 20;

/**
 * Discovers a process from events as they come, in about the order of time: by a sample of them it finds what joins them
 * into flows, then it counts flow by flow. Of a flow that has ended only the counts are kept.
 */
export class Discovery {
  private readonly activities: (Activity & { events: number })[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly book: FlowBook;
  private readonly keys: FlowKeys;
  private sample: Sampled[] | null = [];
  private sampledCandidates = 0;
  private readonly astray = new Map<number, Tally>();
  private readonly unreadable = new Map<string, Tally>();
  private period: Findings['period'] = null;
  private events = 0;
  private repetitions = 0;
  private leftOut = 0;

  constructor(private readonly options: DiscoveryOptions = {}) {
    this.book = new FlowBook(options.openFlows ?? OPEN_FLOWS);
    this.keys = new FlowKeys(
      (activity) => options.keys?.get(this.activities[activity]!.type),
      (key) => this.book.has(key),
    );
  }

  observe(event: Observation): void {
    const activity = this.numberOf(event);
    if (activity === undefined) {
      this.leftOut += 1;
      return;
    }
    const { id, time } = event;
    const { from, to } = this.period ?? { from: time, to: time };
    this.period = { from: Math.min(time, from), to: Math.max(time, to) };
    this.events += 1;
    this.activities[activity]!.events += 1;
    if (!this.sample) return this.file({ activity, id, time }, this.keys.keyOf(activity, event));
    const candidates = this.keys.sample(activity, event);
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
    const unfinished = this.book.close();
    const { tallies, cutShort } = this.book;
    const { events, repetitions, period, astray, leftOut, unreadable } = this;
    const activities = this.activities.map((each, i) => {
      return { ...each, key: this.keys.choiceOf(i), joins: this.joinsOf(i) };
    });
    const follows = [...tallies.follows()].map(({ from, to, order }) => {
      return { from, to, ...order.delays.summary() };
    });
    return {
      ...{ activities, events, repetitions, period, flows: tallies.flows, unfinished, cutShort },
      ...{ astray, leftOut, unreadable, follows, process: this.process() },
    };
  }

  private process(): Process | null {
    const { tallies } = this.book;
    const types = this.activities.map(({ type }) => type);
    const { start } = this.options;
    if (tallies.flows === 0) return null;
    if (start === undefined) return mine(tallies, types);
    return types.includes(start) ? mine(tallies, types, types.indexOf(start)) : null;
  }

  private numberOf({ topic, type }: Activity): number | undefined {
    const name = `${topic} ${type}`;
    const known = this.numbers.get(name);
    if (known !== undefined || this.activities.length >= MAX_ACTIVITIES) return known;
    this.numbers.set(name, this.activities.length);
    return this.activities.push({ topic, type, events: 0 }) - 1;
  }

  /** Ends the sample, and takes it up. */
  private learn(): void {
    if (!this.sample) return;
    const sampled = this.sample;
    this.sample = null;
    this.keys.settle();
    for (const each of sampled) this.file(each, this.keys.keyAmong(each.activity, each.candidates));
  }

  private file({ activity, id, time }: Omit<Sampled, 'candidates'>, key: string | undefined): void {
    if (key === undefined) tallyOf(this.astray, activity).add(id);
    else if (!this.book.add(key, activity, time, id)) this.repetitions += 1;
  }

  private joinsOf(activity: number): number {
    const { occurrences, alone } = this.book.tallies;
    const filed = occurrences[activity] ?? 0;
    const all = filed + (this.astray.get(activity)?.count ?? 0);
    return all === 0 ? 0 : (filed - (alone[activity] ?? 0)) / all;
  }
}

function tallyOf<Key>(tallies: Map<Key, Tally>, key: Key): Tally {
  let tally = tallies.get(key);
  if (!tally) tallies.set(key, (tally = new Tally()));
  return tally;
}
