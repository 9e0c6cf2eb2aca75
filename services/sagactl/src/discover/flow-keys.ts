import { type KeyChoice, KeyFinder } from './key-finder.js';
import { type Candidate, candidatesIn, type Keyed, readerOf } from './key-paths.js';

const MAX_OTHERS = 3;

/** Tells the flows of events: by what was given, by what a sample joins, or by the flows that there are. */
export class FlowKeys {
  private readonly finder = new KeyFinder();
  private choices: ReadonlyMap<number, KeyChoice> = new Map();
  private readonly readers = new Map<number, (event: Keyed) => string | undefined>();
  /** For types that the sample joins to nothing: how often each of their fields named a flow. */
  private readonly votes = new Map<number, Map<string, number>>();

  /** `given` tells the key of an activity that is decided already, `isFlow` whether a flow goes by a key. */
  constructor(
    private readonly given: (activity: number) => string | undefined,
    private readonly isFlow: (key: string) => boolean,
  ) {}

  /** Takes an event into the sample; gives all that may name its flow. */
  sample(activity: number, event: Keyed): Candidate[] {
    const candidates = candidatesIn(event);
    const given = this.given(activity);
    const value = given && readerOf(given)(event);
    if (value && candidates.every(([expression]) => expression !== given)) candidates.push([given, value]);
    this.finder.add(activity, candidates);
    return candidates;
  }

  /** Finds the keys by the sample. */
  settle(): void {
    this.choices = this.finder.choose(this.given);
  }

  /** The flow of an event of the sample. */
  keyAmong(activity: number, candidates: readonly Candidate[]): string | undefined {
    const key = this.choices.get(activity)!.key;
    if (key === null) return this.keyByFlows(activity, candidates);
    return candidates.find(([expression]) => expression === key)?.[1];
  }

  /** The flow of an event. */
  keyOf(activity: number, event: Keyed): string | undefined {
    let read = this.readers.get(activity);
    if (!read) {
      const key = this.choices.get(activity)?.key ?? this.given(activity);
      read = key ? readerOf(key) : (other) => this.keyByFlows(activity, candidatesIn(other));
      this.readers.set(activity, read);
    }
    return read(event);
  }

  /** By what the events of an activity were joined. */
  choiceOf(activity: number): KeyChoice {
    const choice = this.choices.get(activity);
    if (choice && choice.key !== null) return choice;
    const votes = [...(this.votes.get(activity) ?? [])].sort(([, one], [, other]) => other - one);
    const [key, most] = votes[0] ?? [this.given(activity) ?? null, 1];
    const others = votes.slice(1, 1 + MAX_OTHERS);
    return { key, others: others.map(([other, count]) => ({ key: other, asGood: count / most })) };
  }

  /** An event of a type that the sample joins to nothing belongs to the flow that one of its fields names. */
  private keyByFlows(activity: number, candidates: readonly Candidate[]): string | undefined {
    let votes = this.votes.get(activity);
    if (!votes) this.votes.set(activity, (votes = new Map<string, number>()));
    const naming = candidates.filter(([, value]) => this.isFlow(value));
    for (const [expression] of naming) votes.set(expression, (votes.get(expression) ?? 0) + 1);
    naming.sort(([one], [other]) => votes.get(other)! - votes.get(one)!);
    return naming[0]?.[1];
  }
}
