import type { Step } from '@saga/definition';

/** The flows that stand in a step; none for a step that is no group. */
export function flowsOf(step: Step): Step[][] {
  if ('parallel' in step) return Object.values(step.parallel.branches);
  if ('choose' in step) return step.choose.map(({ steps }) => steps);
  if ('try' in step) return step.try.map(({ steps }) => steps);
  if ('each' in step) return [step.each.steps];
  if ('repeat' in step) return [step.repeat.steps];
  return [];
}

/** How many steps there are, those within groups included and the groups themselves not. */
export function countSteps(steps: Step[]): number {
  return steps.reduce((count, step) => {
    const flows = flowsOf(step);
    return count + (flows.length > 0 ? countSteps(flows.flat()) : 1);
  }, 0);
}
