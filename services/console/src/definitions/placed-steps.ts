import { nameOf, type SingleStep, type WrittenStep } from '../api/definition.js';

/** The flow of a group that a step stands in. */
export interface Place {
  /** The group, and which of its flows it is, for people. */
  labels: string[];
  /** How the coordinator calls the flow, such as `legs/air`. */
  flow: string;
}

/** A step that has a card of its own. */
export interface PlacedStep {
  step: SingleStep;
  /** The groups that it stands in, the outermost first. */
  within: Place[];
  /** Whether a saga may end without having begun it. */
  optional: boolean;
  /** Whether it is undone when the saga is: it comes before the pivot. */
  compensable: boolean;
}

type Surroundings = Omit<PlacedStep, 'step'>;

/** The steps of a definition in the order of writing, out of their groups; those of loops stay in their loops. */
export function placedSteps(steps: WrittenStep[]): PlacedStep[] {
  const pivot = steps.findIndex((step) => 'command' in step && step.pivot);
  return steps.flatMap((step, i) =>
    place(step, { within: [], optional: false, compensable: pivot < 0 || i < pivot }),
  );
}

/** The steps that are done when all is undone. */
export function aftermathSteps(steps: WrittenStep[]): PlacedStep[] {
  return steps.flatMap((step) => place(step, { within: [], optional: true, compensable: false }));
}

/** The steps of a loop, as they stand in it; none for a step that is no loop. */
export function stepsOfLoop({ step, compensable }: PlacedStep): PlacedStep[] {
  const flow = 'each' in step ? step.each.steps : 'repeat' in step ? step.repeat.steps : [];
  return flow.flatMap((each) => place(each, { within: [], optional: false, compensable }));
}

/** What undoes a step: a command, or the undoing of another saga; null when nothing does. */
export function undoOf({ step, compensable }: PlacedStep): string | null {
  if ('saga' in step) return compensable ? `the saga ${step.saga}` : null;
  if (!('command' in step) || step.compensate === undefined || step.compensate === 'none') return null;
  return nameOf(step.compensate);
}

function place(step: WrittenStep, around: Surroundings): PlacedStep[] {
  const below = (steps: WrittenStep[], label: string, flow: string | number, optional: boolean) => {
    const here = { labels: [step.name, label], flow: `${step.name}/${flow}` };
    const inside = { ...around, within: [...around.within, here], optional: around.optional || optional };
    return steps.flatMap((each) => place(each, inside));
  };
  if ('parallel' in step) {
    const { join = 'all', branches } = step.parallel;
    return Object.entries(branches).flatMap(([name, steps]) => below(steps, name, name, join !== 'all'));
  }
  if ('choose' in step)
    return step.choose.flatMap(({ when = 'otherwise', steps }, i) => below(steps, when, i, true));
  if ('try' in step)
    return step.try.flatMap(({ when, steps }, i) => below(steps, wayWords(when, i), i, i > 0));
  return [{ step, ...around }];
}

function wayWords(when: string | undefined, way: number): string {
  if (way === 0) return 'first way';
  return when === undefined ? 'else' : `else, when ${when}`;
}
