import type { PlanNode } from './plan.js';
import type { Step } from './saga-definition.js';

/** A step as it is written and as it is planned, with where it stands. */
export interface PlacedStep {
  step: Step;
  node: PlanNode;
  /** A JSON pointer. */
  path: string;
  /** Whether it stands in a group, or at the top of the definition. */
  nested: boolean;
  /** Steps that have succeeded whenever this one begins. */
  certain: ReadonlySet<string>;
  /** Steps that may have succeeded, by an option that may have been taken. */
  possible: ReadonlySet<string>;
}

type Known = Pick<PlacedStep, 'certain' | 'possible'>;

/** Every step of a definition, groups before what is in them, with what is known of the others when it begins. */
export function placedSteps(steps: Step[], flow: readonly PlanNode[]): PlacedStep[] {
  const placed: PlacedStep[] = [];
  walk(steps, flow, '/steps', { certain: new Set(), possible: new Set() }, false);
  return placed;

  /** Gives what is known after the flow. */
  function walk(
    written: Step[],
    nodes: readonly PlanNode[],
    path: string,
    before: Known,
    nested: boolean,
  ): Known {
    let known = before;
    written.forEach((step, i) => {
      const node = nodes[i]!;
      const here = `${path}/${i}`;
      placed.push({ step, node, path: here, nested, ...known });
      known = after(step, node, here, known);
    });
    return known;
  }

  function after(step: Step, node: PlanNode, path: string, known: Known): Known {
    if ('parallel' in step && node.kind === 'parallel') {
      const ends = Object.entries(step.parallel.branches).map(([name, branch], i) =>
        walk(branch, node.branches[i]!, `${path}/parallel/branches/${name}`, known, true),
      );
      return {
        certain: union(ends.map((end) => end.certain)),
        possible: union(ends.map((end) => end.possible)),
      };
    }
    if ('choose' in step && node.kind === 'choose') {
      const ends = step.choose.map((option, i) =>
        walk(option.steps, node.options[i]!.flow, `${path}/choose/${i}/steps`, known, true),
      );
      return { certain: known.certain, possible: union(ends.flatMap((end) => [end.certain, end.possible])) };
    }
    return { certain: union([known.certain, new Set([step.name])]), possible: known.possible };
  }
}

function union(sets: ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]));
}
