import type { Definition } from '../api/definition.js';
import type { Saga, Step } from '../api/saga.js';
import {
  aftermathSteps,
  type Place,
  type PlacedStep,
  placedSteps,
  stepsOfLoop,
  undoOf,
} from '../definitions/placed-steps.js';
import { planWords } from '../words/planned-step.js';
import { BegunSteps } from './begun-steps.js';
import { type Loop, loopOf } from './loop.js';

/** A step of a saga's flow, begun or still to come. */
export interface FlowStep {
  /** How the saga calls it: its name, behind the loops that it is in. */
  path: string;
  name: string;
  /** The command that does it, and what undoes it, where the plan is known. */
  command: string | null;
  undo: string | null;
  pivot: boolean;
  /** What it does in place of a command. */
  about: string[];
  /** The groups that it stands in, the outermost first. */
  within: string[];
  begun: Step | null;
  /** What was asked for beside its command: locks, status queries and the like. */
  beside: Step[];
  /** Its items or rounds, if it is a loop that has begun. */
  loop: Loop | null;
}

/**
 * The steps of a saga in order. With the plan it runs by, the steps to come are among them, and those of an option
 * that was not taken only as long as it may still be;
 * a plan of another version is of no use and left out.
 */
export function flowOf(saga: Saga, plan: Definition | undefined): FlowStep[] {
  const begun = new BegunSteps(saga.steps);
  if (plan?.version !== saga.version) return unplannedFlow(saga, begun, '');
  const { steps, onFailure = [] } = plan.definition;
  const { state } = saga;
  const flow = plannedFlow(placedSteps(steps), saga, begun, { prefix: '', mayBegin: state === 'running' });
  const aftermath = plannedFlow(aftermathSteps(onFailure), saga, begun, {
    prefix: '',
    mayBegin: state === 'compensating',
  });
  return [...flow, ...aftermath.map((step) => ({ ...step, within: ['when all is undone', ...step.within] }))];
}

/** What has begun of a flow whose plan is not known. */
function unplannedFlow(saga: Saga, begun: BegunSteps, prefix: string): FlowStep[] {
  return begun.rightIn(prefix).map((step) => {
    const path = step.name;
    const isLoop = begun.runsOf(path).size > 0;
    return {
      ...{ path, name: path.slice(prefix.length), command: null, undo: null, pivot: false },
      ...{ about: [], within: [], begun: step, beside: begun.besideOf(path) },
      loop: isLoop ? loopOf(step, saga, begun, (run) => unplannedFlow(saga, begun, run)) : null,
    };
  });
}

/** Where a flow stands in a saga, and whether a step of it that has not begun still may. */
interface Surroundings {
  prefix: string;
  mayBegin: boolean;
}

function plannedFlow(
  placed: PlacedStep[],
  saga: Saga,
  begun: BegunSteps,
  { prefix, mayBegin }: Surroundings,
): FlowStep[] {
  return placed
    .filter(({ step, optional }) => !optional || mayBegin || begun.get(prefix + step.name))
    .map((each) => {
      const { step, within } = each;
      const path = prefix + step.name;
      const isCommand = 'command' in step;
      const inside = stepsOfLoop(each);
      const own = begun.get(path) ?? null;
      return {
        ...{ path, name: step.name, undo: undoOf(each), begun: own, beside: begun.besideOf(path) },
        command: isCommand ? step.command : null,
        pivot: isCommand && step.pivot === true,
        about: isCommand ? [] : planWords(step),
        within: within.flatMap((place) => labelsOf(place, prefix, begun)),
        loop:
          own && inside.length > 0
            ? loopOf(own, saga, begun, (run, isOpen) =>
                plannedFlow(inside, saga, begun, { prefix: run, mayBegin: mayBegin && isOpen }),
              )
            : null,
      };
    });
}

function labelsOf({ labels, flow }: Place, prefix: string, begun: BegunSteps): string[] {
  return begun.get(prefix + flow) ? [...labels.slice(0, -1), `${labels.at(-1)} (given up)`] : labels;
}
