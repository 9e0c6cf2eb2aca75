import type { Candidate } from './key-paths.js';

/** By what the events of one type are joined to those of others. */
export interface KeyChoice {
  /** Null when nothing in them joins them to any other. */
  key: string | null;
  /** What else joins them to others, the best first, and how well beside the key: 1 is as well. */
  others: { key: string; asGood: number }[];
}

/** A candidate of one type of event, and how often it had which value. */
interface Field {
  id: number;
  activity: number;
  expression: string;
  values: Map<string, number>;
  /** How often it was the same as the key of the message. */
  sameAsKey: number;
}

const MAX_OTHERS = 3;
const MAX_ROUNDS = 20;
/** What joins less than this beside the key is no other choice. */
const WORTH_A_WORD = 0.05;

/**
 * Finds what joins events into flows, from a sample of them. A pair of fields of two types joins as many events as there
 * are values that both have, each value counting the less the more often they have it: what two orders share, such as a
 * customer, a currency or an amount, joins less than what only one has. Each type takes the field that joins it best to
 * the fields of the others, again and again until none changes its choice. (After the key-based correlation of
 * Motahari-Nezhad et al., Event correlation for process discovery from web service interaction logs, VLDB Journal 2011.)
 */
export class KeyFinder {
  private readonly fields: Field[] = [];
  private readonly byActivity: Map<string, Field>[] = [];

  add(activity: number, candidates: readonly Candidate[]): void {
    const ofActivity = (this.byActivity[activity] ??= new Map<string, Field>());
    const messageKey = candidates.find(([expression]) => expression === 'event.key')?.[1];
    for (const [expression, value] of candidates) {
      let field = ofActivity.get(expression);
      if (!field) {
        field = { id: this.fields.length, activity, expression, values: new Map(), sameAsKey: 0 };
        this.fields.push(field);
        ofActivity.set(expression, field);
      }
      field.values.set(value, (field.values.get(value) ?? 0) + 1);
      if (value === messageKey) field.sameAsKey += 1;
    }
  }

  /** The choice for each type that was seen; `given` tells what is decided already. */
  choose(given: (activity: number) => string | undefined = () => undefined): Map<number, KeyChoice> {
    const joins = joinsBetween(this.fields);
    const open = this.byActivity.map((fields, activity) => {
      const decided = given(activity);
      return decided === undefined ? [...fields.values()] : [fields.get(decided) ?? []].flat();
    });
    const chosen = open.map((fields) => best(fields, (field) => this.bestJoins(field, joins, open)));
    const score = (field: Field) => sumOf(chosen, (other) => joinOf(joins, field, other));
    for (let round = 0, isSettled = false; round < MAX_ROUNDS && !isSettled; round++) {
      isSettled = true;
      open.forEach((fields, activity) => {
        const choice = best(fields, score);
        if (choice === chosen[activity]) return;
        chosen[activity] = choice;
        isSettled = false;
      });
    }
    const othersOf = (field: Field) => {
      const joined = open.filter((_, activity) => joinOf(joins, field, chosen[activity]) > 0);
      return this.othersOf(field, (other) => this.bestJoins(other, joins, joined));
    };
    return new Map(
      chosen.map((field, activity) => [
        activity,
        field
          ? { key: field.expression, others: othersOf(field) }
          : { key: given(activity) ?? null, others: [] },
      ]),
    );
  }

  /** How well a field can join its type to all others, if each of them took the field that fits it best. */
  private bestJoins(field: Field, joins: Joins, open: Field[][]): number {
    return sumOf(open, (fields) => Math.max(0, ...fields.map((other) => joinOf(joins, field, other))));
  }

  /** What else would join events to those that the key joins them to; `reach` tells how many a field can. */
  private othersOf(field: Field, reach: (field: Field) => number): KeyChoice['others'] {
    return [...this.byActivity[field.activity]!.values()]
      .filter((other) => other !== field)
      .map((other) => ({ key: other.expression, asGood: Math.min(1, reach(other) / reach(field)) }))
      .filter(({ asGood }) => asGood >= WORTH_A_WORD)
      .sort((one, other) => other.asGood - one.asGood)
      .slice(0, MAX_OTHERS);
  }
}

/** How many events two fields join, by their ids. */
type Joins = Map<number, Map<number, number>>;

function joinsBetween(fields: Field[]): Joins {
  const byValue = new Map<string, Field[]>();
  for (const field of fields)
    for (const value of field.values.keys()) {
      const having = byValue.get(value);
      if (having) having.push(field);
      else byValue.set(value, [field]);
    }
  const joins: Joins = new Map(fields.map(({ id }) => [id, new Map<number, number>()]));
  for (const [value, having] of byValue)
    for (const one of having) {
      const ofOne = joins.get(one.id)!;
      for (const other of having) {
        if (one.activity === other.activity) continue;
        const weight = 1 / Math.sqrt(one.values.get(value)! * other.values.get(value)!);
        ofOne.set(other.id, (ofOne.get(other.id) ?? 0) + weight);
      }
    }
  return joins;
}

function joinOf(joins: Joins, one: Field, other: Field | undefined): number {
  return (other && joins.get(one.id)!.get(other.id)) ?? 0;
}

function best(fields: Field[], score: (field: Field) => number): Field | undefined {
  let found: Field | undefined;
  let highest = 0;
  for (const field of fields) {
    const reached = score(field) * likelihood(field);
    if (reached > highest) [found, highest] = [field, reached];
  }
  return found;
}

/** Decides between fields that join as well as each other: what a person would take for the key. */
function likelihood({ expression, sameAsKey, values }: Field): number {
  const isOfData = expression.startsWith('event.data');
  const isCalledSo = /(id|key|no|number|ref|reference)("\])?$/i.test(expression);
  const isMessageKey = sameAsKey >= 0.99 * sumOf([...values.values()], (count) => count);
  return 1 + (isOfData ? 0.006 : 0) + (isCalledSo ? 0.003 : 0) + (isMessageKey ? 0.003 : 0);
}

function sumOf<T>(list: readonly T[], amount: (each: T) => number): number {
  return list.reduce((sum, each) => sum + amount(each), 0);
}
