import type { SagaDefinition, Step } from './saga-definition.js';

/** A step where it stands in a definition, without the steps that are in it. */
export interface WrittenStep {
  name: string;
  /** The flow that it stands in, such as `legs/air`; empty for the saga's own. */
  flow: string;
  /** The step before it in its flow. */
  after: string | null;
  /** All that it says but its name. */
  own: object;
}

/** Every step of a definition, groups before what is in them. */
export function writtenSteps({ steps, onFailure = [] }: SagaDefinition): WrittenStep[] {
  return [...writtenIn(steps, ''), ...writtenIn(onFailure, 'onFailure')];
}

function writtenIn(steps: Step[], flow: string): WrittenStep[] {
  return steps.flatMap((step, i) => {
    const { name, ...said } = step;
    const { own, flows } = parted(said);
    const inside = flows.flatMap(([below, each]) =>
      writtenIn(each, below === null ? name : `${name}/${below}`),
    );
    return [{ name, flow, after: steps[i - 1]?.name ?? null, own }, ...inside];
  });
}

type Said = Step extends infer Each ? (Each extends unknown ? Omit<Each, 'name'> : never) : never;

interface Parted {
  own: object;
  /** By the names of branches, by the numbers of options and ways; the one flow of a loop has no name. */
  flows: [name: string | null, steps: Step[]][];
}

/** What a step says without its flows; what is said of each of these stays with it. */
function parted(step: Said): Parted {
  if ('parallel' in step) {
    const { branches, ...parallel } = step.parallel;
    const own = { ...step, parallel: { ...parallel, branches: Object.keys(branches) } };
    return { own, flows: Object.entries(branches) };
  }
  if ('choose' in step)
    return { own: { ...step, choose: step.choose.map(condition) }, flows: numbered(step.choose) };
  if ('try' in step) return { own: { ...step, try: step.try.map(condition) }, flows: numbered(step.try) };
  if ('each' in step) {
    const { steps, ...each } = step.each;
    return { own: { ...step, each }, flows: [[null, steps]] };
  }
  if ('repeat' in step) {
    const { steps, ...repeat } = step.repeat;
    return { own: { ...step, repeat }, flows: [[null, steps]] };
  }
  return { own: step, flows: [] };
}

function condition({ when }: { when?: string }): object {
  return when === undefined ? {} : { when };
}

function numbered(flows: { steps: Step[] }[]): Parted['flows'] {
  return flows.map(({ steps }, i) => [String(i), steps]);
}
