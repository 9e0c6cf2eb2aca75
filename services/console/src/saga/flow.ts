import { compensationOf, type Definition, type PlacedStep, placedSteps } from '../api/definition.js';
import type { Saga, Step } from '../api/saga.js';

/** A step of a saga's flow, begun or still to come. */
export interface FlowStep {
  name: string;
  /** The command that does it, and the one that undoes it, where the plan is known. */
  command: string | null;
  undo: string | null;
  pivot: boolean;
  /** The groups that it stands in, the outermost first. */
  within: string[];
  begun: Step | null;
}

/**
 * The steps of a saga in order. With the plan it runs by, the steps to come are among them, and those of an option
 * that was not taken only as long as it may still be;
 * a plan of another version is of no use and left out.
 */
export function flowOf(saga: Saga, plan: Definition | undefined): FlowStep[] {
  if (plan?.version !== saga.version) return saga.steps.map((begun) => unplanned(begun));
  const begun = new Map(saga.steps.map((step) => [step.name, step]));
  const mayStillChoose = saga.state === 'running';
  return placedSteps(plan.definition.steps)
    .filter(({ name, optional }) => !optional || mayStillChoose || begun.has(name))
    .map((step) => planned(step, begun.get(step.name) ?? null));
}

function unplanned(begun: Step): FlowStep {
  return { name: begun.name, command: null, undo: null, pivot: false, within: [], begun };
}

function planned(step: PlacedStep, begun: Step | null): FlowStep {
  const { name, command, pivot = false, within } = step;
  return { name, command, undo: compensationOf(step), pivot, within, begun };
}
