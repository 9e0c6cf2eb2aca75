import type { Scope } from './jq.js';
import { both, either, NULL, stepsRead, type Value, unknown } from './value.js';

/** What goes from task to task: the output of the last one, which the next calls `.`, and what was exported. */
export interface Data {
  dot: Value;
  context: Value;
}

/** One of the ways by which the data may have come to a place. */
export interface Way {
  /** In CEL; undefined if it can't be told beforehand, or if it is what is left. */
  condition?: string;
  /** The names of the steps on this way. */
  steps: ReadonlySet<string>;
  data: Data;
}

/** The data after ways have met of which one was gone; the last way is gone when no other is. */
export function met(ways: readonly Way[]): Data {
  const pick = (of: (data: Data) => Value) => metValues(ways.map((way) => ({ ...way, value: of(way.data) })));
  return { dot: pick(({ dot }) => dot), context: pick(({ context }) => context) };
}

function metValues(ways: readonly (Way & { value: Value })[]): Value {
  const [first] = ways;
  if (ways.every(({ value }) => JSON.stringify(value) === JSON.stringify(first!.value))) return first!.value;
  const told = ways.map(({ condition, steps, value }) => {
    const own = [...stepsRead(value)].filter((step) => steps.has(step));
    return { value, condition: own.length > 0 ? both(own.map((step) => `has(steps.${step})`)) : condition };
  });
  const rest = told.filter(({ condition }) => condition === undefined);
  if (rest.length > 1)
    return unknown(
      'which of several ways was gone decides what it is, and a saga can not tell that afterwards',
    );
  return told
    .filter(({ condition }) => condition !== undefined)
    .reduceRight<Value>(
      (otherwise, { condition, value }) => either(condition!, value, otherwise),
      rest[0]?.value ?? NULL,
    );
}

/** What a task's expressions can read. */
export function scopeOf(dot: Value, { context }: Data, variables: Scope['variables'], input = dot): Scope {
  return { dot, variables: { ...variables, input, context } };
}
