import { milliseconds } from './duration.js';
import type { Fault } from './fault.js';
import { type PlacedStep, placedSteps } from './placed-step.js';
import type { PlanNode } from './plan.js';
import { referenceFaults } from './reference-check.js';
import type { SagaDefinition } from './saga-definition.js';

/** The faults that a definition of the right shape can still have, seen over all its steps. */
export function flowFaults(definition: SagaDefinition, flow: readonly PlanNode[]): Fault[] {
  const placed = placedSteps(definition.steps, flow);
  return [
    ...placed.flatMap(reservedName),
    ...duplicateNames(placed),
    ...pivotFaults(placed),
    ...placed.flatMap(compensationFault),
    ...placed.flatMap(optionFaults),
    ...deadlineFaults(definition, placed),
    ...placed.flatMap(referenceFaults),
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

function pivotFaults(placed: PlacedStep[]): Fault[] {
  const pivots = placed.filter(({ step }) => 'command' in step && step.pivot);
  const nested = pivots.filter((pivot) => pivot.nested);
  const second = pivots.filter((pivot) => !pivot.nested).slice(1);
  return [
    ...nested.map(({ step, path }) => ({
      path: `${path}/pivot`,
      message: `step "${step.name}" is in a group, where others may be under way when it decides`,
      fix: 'put the pivot before or after the group',
    })),
    ...second.map(({ path }) => ({
      path: `${path}/pivot`,
      message: `a second pivot: step "${pivots.find((pivot) => !pivot.nested)!.step.name}" is one already`,
      fix: 'keep the one after which there is no going back',
    })),
  ];
}

function compensationFault({ step, node, path: place }: PlacedStep): Fault[] {
  if (!('command' in step) || node.kind !== 'command') return [];
  const path = `${place}/compensate`;
  const { phase } = node;
  if (phase === 'compensable' && step.compensate === undefined)
    return [
      {
        path,
        message: `step "${step.name}" comes before any pivot and says nothing of how it is undone`,
        fix: 'name the compensating command, or write "compensate: none" for a step that changes nothing',
      },
    ];
  if (phase !== 'compensable' && step.compensate !== undefined && step.compensate !== 'none')
    return [
      {
        path,
        message: `step "${step.name}" is ${phase === 'pivot' ? 'the pivot' : 'after the pivot'} and is never undone`,
        fix: 'remove the compensation or move the pivot',
      },
    ];
  return [];
}

/** An option without a condition is always taken, so none after it ever is. */
function optionFaults({ step, path }: PlacedStep): Fault[] {
  if (!('choose' in step)) return [];
  const always = step.choose.findIndex(({ when }) => when === undefined);
  return step.choose.flatMap((_option, i) =>
    always >= 0 && i > always
      ? [
          {
            path: `${path}/choose/${i}`,
            message: `is never taken: option ${always} has no condition`,
            fix: 'put the option without "when" last',
          },
        ]
      : [],
  );
}

function longestWait(node: PlanNode): number {
  if (node.kind === 'delay') return node.milliseconds;
  return node.kind === 'command' ? node.action.timeout : 0;
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
