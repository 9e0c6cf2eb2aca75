import { compensationFaults, orderFaults } from './compensation-check.js';
import { milliseconds } from './duration.js';
import type { Fault } from './fault.js';
import { groupFaults } from './group-check.js';
import { isLoop } from './nodes-of.js';
import type { PlacedStep, PlacedSteps } from './placed-step.js';
import type { PlanNode } from './plan.js';
import { readingFaults, referenceFaults } from './reference-check.js';
import type { SagaDefinition } from './saga-definition.js';
import type { CompiledTemplate } from './template.js';

/** The faults that a definition of the right shape can still have, seen over all its steps. */
export function flowFaults(
  definition: SagaDefinition,
  { steps: placed, atEnd }: PlacedSteps,
  output: CompiledTemplate | null,
): Fault[] {
  return [
    ...placed.flatMap(reservedName),
    ...duplicateNames(placed),
    ...placed.flatMap(longPath),
    ...pivotFaults(placed),
    ...placed.flatMap(compensationFaults),
    ...orderFaults(definition, placed),
    ...placed.flatMap(groupFaults),
    ...deadlineFaults(definition, placed),
    ...placed.flatMap(referenceFaults),
    ...readingFaults('/output', output?.references ?? [], atEnd),
  ];
}

/** Names that every JavaScript object answers to already would be found where no step of that name is. */
function reservedName({ step: { name }, path }: PlacedStep): Fault[] {
  if (!(name in Object.prototype)) return [];
  return [{ path: `${path}/name`, message: `"${name}" is a reserved name`, fix: 'rename the step' }];
}

function duplicateNames(placed: PlacedStep[]): Fault[] {
  return placed.flatMap(({ step: { name }, path }, i) => {
    const first = placed.findIndex((other) => other.step.name === name);
    if (first === i) return [];
    const message = `"${name}" is also the name of the step at ${placed[first]!.path}`;
    return [{ path: `${path}/name`, message, fix: 'rename one' }];
  });
}

/** A step is addressed by its name and those of its loops, in a header that takes 200 characters. */
const MAX_ADDRESS = 200;
const LONGEST_ENDING = '.status[1000]'.length;
const LONGEST_PLACE = '[100000].'.length;

function longPath({ step: { name }, node, path }: PlacedStep): Fault[] {
  const loops = node.within.filter(isLoop);
  const length = loops.reduce((sum, { group }) => sum + group.length + LONGEST_PLACE, name.length);
  if (length + LONGEST_ENDING <= MAX_ADDRESS) return [];
  const message = `the names of "${name}" and of the loops round it are too long together`;
  return [{ path: `${path}/name`, message, fix: 'shorten them' }];
}

function pivotFaults(placed: PlacedStep[]): Fault[] {
  const pivots = placed.filter(({ step }) => 'command' in step && step.pivot);
  const isNested = ({ node }: PlacedStep) => node.within.length > 0 || node.phase === 'aftermath';
  const nested = pivots.filter(isNested);
  const second = pivots.filter((pivot) => !isNested(pivot)).slice(1);
  return [
    ...nested.map(({ step, path }) => ({
      path: `${path}/pivot`,
      message: `step "${step.name}" is in a group, where others may be under way when it decides`,
      fix: 'put the pivot before or after the group',
    })),
    ...second.map(({ path }) => ({
      path: `${path}/pivot`,
      message: `a second pivot: step "${pivots.find((pivot) => !isNested(pivot))!.step.name}" is one already`,
      fix: 'keep the one after which there is no going back',
    })),
  ];
}

function longestWait(node: PlanNode): number {
  if (node.kind === 'delay') return typeof node.delay === 'number' ? node.delay : 0;
  if (node.kind === 'wait') return node.timeout ?? 0;
  return node.kind === 'command' ? (node.action.timeout ?? 0) : 0;
}

function deadlineFaults({ deadline }: SagaDefinition, placed: PlacedStep[]): Fault[] {
  if (!deadline) return [];
  const longest = Math.max(...placed.map(({ node }) => longestWait(node)));
  if (milliseconds(deadline) >= longest) return [];
  return [
    {
      path: '/deadline',
      message: `the saga's deadline of ${deadline} is shorter than a step's timeout or delay of ${longest} ms`,
      fix: 'lengthen the deadline or shorten the step',
    },
  ];
}
