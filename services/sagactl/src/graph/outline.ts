/**
 * A step as a definition writes it, as far as its picture tells of it. A kind of step that is not known here is
 * drawn by its name.
 */
export interface OutlinedStep {
  name: string;
  command?: string;
  compensate?: string | { command: string };
  pivot?: boolean;
  parallel?: { branches: Record<string, OutlinedStep[]> };
  choose?: { when?: string; steps: OutlinedStep[] }[];
}

/** One way through a group, and what leads into it: the branch's name, or its condition. */
export interface Branch {
  label: string;
  steps: OutlinedStep[];
}

const OTHERWISE = 'otherwise';

/** The branches of a group, the empty one included that is taken when no condition holds; none for a step that is no group. */
export function branchesOf({ parallel, choose }: OutlinedStep): Branch[] {
  if (parallel) return Object.entries(parallel.branches).map(([label, steps]) => ({ label, steps }));
  if (!choose) return [];
  const options = choose.map(({ when, steps }) => ({ label: when ?? OTHERWISE, steps }));
  const oneIsTaken = choose.some(({ when }) => when === undefined);
  return oneIsTaken ? options : [...options, { label: OTHERWISE, steps: [] }];
}

/** How many steps there are, those within groups included and the groups themselves not. */
export function countSteps(steps: OutlinedStep[]): number {
  return steps.reduce((count, step) => {
    const branches = branchesOf(step);
    return count + (branches.length > 0 ? countSteps(branches.flatMap((branch) => branch.steps)) : 1);
  }, 0);
}
