import type { Duration, Step, Template } from '../saga-definition.js';
import type { Data } from './data-flow.js';
import type { Value } from './value.js';

/** Steps, and the data after them. */
export interface Flow {
  steps: Step[];
  data: Data;
}

/** What becomes of a task, before its own output filter. */
export type Outcome = Group | Leaf;

/** Steps that have flows of their own, or none at all. */
export interface Group {
  steps: Step[];
  output: Value;
  context?: Value;
}

/** A step that somebody outside answers. */
export interface Leaf {
  /** Makes the step, with what else the task says of it. */
  make: (more: { output?: Template; timeout?: Duration }) => Step;
  /** What the step keeps, as it can be read after it. */
  output: Value;
  /** The same, as the step's own output template reads it; undefined where there is no such template. */
  answer?: Value;
  /** What the template may read. */
  answerVariable?: string;
}

/** The names of all steps of a flow, with those of its groups. */
export function namesOf(steps: readonly Step[]): Set<string> {
  return new Set(
    steps.flatMap((step) => [step.name, ...flowsOf(step).flatMap((flow) => [...namesOf(flow)])]),
  );
}

/** Every step, with those in groups. */
export function allSteps(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...flowsOf(step).flatMap(allSteps)]);
}

function flowsOf(step: Step): Step[][] {
  if ('parallel' in step) return Object.values(step.parallel.branches);
  if ('choose' in step) return step.choose.map(({ steps }) => steps);
  if ('try' in step) return step.try.map(({ steps }) => steps);
  if ('each' in step) return [step.each.steps];
  return [];
}
