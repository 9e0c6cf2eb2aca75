import { milliseconds } from './duration.js';
import type { Reference } from './syntax-tree.js';
import type { Fault } from './fault.js';
import type { CommandNode } from './plan.js';
import type { SagaDefinition } from './saga-definition.js';

/** The faults that a definition of the right shape can still have, seen over all its steps. */
export function flowFaults(definition: SagaDefinition, flow: CommandNode[]): Fault[] {
  return [
    ...reservedNames(definition),
    ...duplicateNames(definition),
    ...pivotFaults(definition),
    ...compensationFaults(definition, flow),
    ...deadlineFaults(definition, flow),
    ...flow.flatMap((node, i) => referenceFaults(node, i, flow)),
  ];
}

/** Names that every JavaScript object answers to already would be found where no step of that name is. */
function reservedNames({ steps }: SagaDefinition): Fault[] {
  return steps.flatMap(({ name }, i) =>
    name in Object.prototype
      ? [{ path: `/steps/${i}/name`, message: `"${name}" is a reserved name`, fix: 'rename the step' }]
      : [],
  );
}

function duplicateNames({ steps }: SagaDefinition): Fault[] {
  return steps.flatMap((step, i) => {
    const first = steps.findIndex((other) => other.name === step.name);
    if (first === i) return [];
    return [
      {
        path: `/steps/${i}/name`,
        message: `"${step.name}" is also the name of step ${first}`,
        fix: 'rename one',
      },
    ];
  });
}

function pivotFaults({ steps }: SagaDefinition): Fault[] {
  const pivots = steps.flatMap((step, i) => (step.pivot ? [i] : []));
  return pivots.slice(1).map((i) => ({
    path: `/steps/${i}/pivot`,
    message: `a second pivot: step "${steps[pivots[0]!]!.name}" is one already`,
    fix: 'keep the one after which there is no going back',
  }));
}

function compensationFaults({ steps }: SagaDefinition, flow: CommandNode[]): Fault[] {
  return steps.flatMap((step, i) => {
    const path = `/steps/${i}/compensate`;
    const { phase } = flow[i]!;
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
  });
}

function deadlineFaults({ deadline }: SagaDefinition, flow: CommandNode[]): Fault[] {
  if (!deadline) return [];
  const longest = Math.max(...flow.map((node) => node.action.timeout));
  if (milliseconds(deadline) >= longest) return [];
  return [
    {
      path: '/deadline',
      message: `the saga's deadline of ${deadline} is shorter than a step's timeout of ${longest} ms`,
      fix: 'lengthen the deadline or shorten the timeout',
    },
  ];
}

/** Which earlier steps an expression may read; a compensation may read its own step only under `has(...)`. */
function referenceFaults(node: CommandNode, index: number, flow: CommandNode[]): Fault[] {
  const earlier = new Set(flow.slice(0, index).map((each) => each.path));
  const fault = (part: string, reference: Reference, reason: string): Fault => ({
    path: `/steps/${index}/${part}`,
    message: `${reference.path.join('.')}: ${reason}`,
    fix: earlier.size > 0 ? `earlier steps: ${[...earlier].join(', ')}` : 'no step comes before this one',
  });
  const check = (part: string, references: Reference[], own: 'unknown' | 'guarded'): Fault[] =>
    references.flatMap((reference) => {
      const [root, step] = reference.path;
      if (root !== 'steps' || step === undefined || earlier.has(step)) return [];
      if (step !== node.path) return [fault(part, reference, `no step "${step}" comes before this one`)];
      if (own === 'unknown') return [fault(part, reference, 'a step cannot read its own output')];
      if (references.some((other) => other.guarded && other.path[1] === step)) return [];
      return [
        fault(
          part,
          reference,
          `its output is missing when its outcome is unknown: ask has(steps.${step}) first`,
        ),
      ];
    });
  const { action, output, compensation } = node;
  const isInputShared = compensation?.input === action.input;
  return [
    ...check('input', action.input.references, 'unknown'),
    ...check('output', output?.references ?? [], 'unknown'),
    ...check('compensate/input', isInputShared ? [] : (compensation?.input.references ?? []), 'guarded'),
  ];
}
