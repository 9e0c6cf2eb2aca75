import { flowsOf } from './nodes-of.js';
import type { ObserveNode, PlanNode } from './plan.js';
import type { SagaDefinition, Step } from './saga-definition.js';

/** What is known of the other steps at some point of a saga. */
export interface Known {
  /** Steps that have succeeded for certain. */
  certain: ReadonlySet<string>;
  /** Steps that may have succeeded: in an option that may have been taken, a branch that may have won. */
  possible: ReadonlySet<string>;
}

/** A step as it is written and as it is planned, with where it stands and what is known when it begins. */
export interface PlacedStep extends Known {
  step: Step;
  node: PlanNode;
  /** A JSON pointer. */
  path: string;
  /** Known when the group's own flow has ended, for its `until` or `output`; as before it for all other steps. */
  inside: Known;
}

export interface PlacedSteps {
  steps: PlacedStep[];
  /** What is known when the saga completes. */
  atEnd: Known;
}

/** Every step of a definition, groups before what is in them. */
export function placedSteps(
  definition: SagaDefinition,
  flow: readonly PlanNode[],
  onFailure: readonly PlanNode[],
): PlacedSteps {
  const placed: PlacedStep[] = [];
  const atEnd = walk(definition.steps, flow, '/steps', { certain: new Set(), possible: new Set() });
  const inTheEnd = { certain: new Set<string>(), possible: union([atEnd.certain, atEnd.possible]) };
  walk(definition.onFailure ?? [], onFailure, '/onFailure', inTheEnd);
  return { steps: placed, atEnd };

  /** Gives what is known after the flow. */
  function walk(written: Step[], nodes: readonly PlanNode[], path: string, before: Known): Known {
    return written.reduce((known, step, i) => {
      const node = nodes[i]!;
      const here: PlacedStep = { step, node, path: `${path}/${i}`, ...known, inside: known };
      placed.push(here);
      const flows = flowsOf(node);
      const ends = writtenFlows(step).map(({ below, steps }, i) =>
        walk(steps, flows[i]!, `${here.path}/${below}`, known),
      );
      placed.push(...eventsOf(step, node, here));
      const own = { certain: union([known.certain, new Set([step.name])]), possible: known.possible };
      here.inside = ends[0] ?? known;
      return after(node, known, own, ends);
    }, before);
  }
}

function after(node: PlanNode, before: Known, own: Known, ends: Known[]): Known {
  const mayBe = {
    certain: before.certain,
    possible: union([before.possible, ...ends.flatMap((end) => [end.certain, end.possible])]),
  };
  switch (node.kind) {
    case 'parallel':
      if (node.join < node.branches.length) return mayBe;
      return {
        certain: union(ends.map((end) => end.certain)),
        possible: union(ends.map((end) => end.possible)),
      };
    case 'choose':
    case 'try':
      return mayBe;
    // What the last round gave can be read.
    case 'repeat':
      return { certain: union([own.certain, ends[0]!.certain]), possible: ends[0]!.possible };
    case 'observe': {
      const possible = union([own.possible, eventsThat(node, true)]);
      return { certain: union([own.certain, eventsThat(node, false)]), possible };
    }
    case 'each':
    case 'command':
    case 'delay':
    case 'wait':
      return own;
  }
}

/** The events that a step observes, as steps that wait for them. Each reads nothing of the others. */
function eventsOf(step: Step, node: PlanNode, { path, certain, possible }: PlacedStep): PlacedStep[] {
  if (!('observe' in step) || node.kind !== 'observe') return [];
  const { key, events } = step.observe;
  return node.events.map(({ wait }) => {
    const { type, topic, match } = events[wait.path]!;
    const known = { certain, possible };
    return {
      ...{ step: { name: wait.path, event: { type, topic, key, match } }, node: wait },
      ...{ path: `${path}/observe/events/${wait.path}`, ...known, inside: known },
    };
  });
}

/** The events that need not have come when the saga goes on, or those that must. */
function eventsThat({ events }: ObserveNode, needNot: boolean): Set<string> {
  return new Set(
    events.filter((each) => (each.isOptional || each.fails) === needNot).map(({ wait }) => wait.path),
  );
}

function writtenFlows(step: Step): { below: string; steps: Step[] }[] {
  if ('parallel' in step)
    return Object.entries(step.parallel.branches).map(([name, steps]) => ({
      below: `parallel/branches/${name}`,
      steps,
    }));
  if ('choose' in step) return step.choose.map(({ steps }, i) => ({ below: `choose/${i}/steps`, steps }));
  if ('try' in step) return step.try.map(({ steps }, i) => ({ below: `try/${i}/steps`, steps }));
  if ('repeat' in step) return [{ below: 'repeat/steps', steps: step.repeat.steps }];
  if ('each' in step) return [{ below: 'each/steps', steps: step.each.steps }];
  return [];
}

function union(sets: ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
