import type { Fault } from './fault.js';
import type { PlacedStep } from './placed-step.js';
import type { CommandStep, SagaDefinition } from './saga-definition.js';

const NEVER_UNDONE = {
  pivot: 'is the pivot',
  retriable: 'is after the pivot',
  aftermath: 'comes after the undoing',
};

/** Whether a step says how it is undone where it has to, and only there. */
export function compensationFaults({ step, node, path: place }: PlacedStep): Fault[] {
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
        message: `step "${step.name}" ${NEVER_UNDONE[phase]} and is never undone`,
        fix: 'remove the compensation or move the pivot',
      },
    ];
  return [];
}

/** Whether the order in which steps are undone, where steps say it themselves, is one that can be kept. */
export function orderFaults({ compensation }: SagaDefinition, placed: PlacedStep[]): Fault[] {
  const after = new Map(placed.map(({ step }) => [step.name, undoneAfter(step)]));
  return placed.flatMap(({ step, path }) => {
    const names = undoneAfter(step);
    const place = `${path}/compensate/after`;
    if (names.length > 0 && compensation?.order !== 'custom')
      return [
        {
          path: place,
          message: `has no effect where the order is ${compensation?.order ?? 'reverse'}`,
          fix: 'write "compensation: { order: custom }" in the saga, or remove it',
        },
      ];
    return names.flatMap((name, i): Fault[] => {
      if (!after.has(name))
        return [{ path: `${place}/${i}`, message: `there is no step "${name}"`, fix: 'name another step' }];
      if (!leadsTo(step.name, name, after)) return [];
      const message = `"${step.name}" and "${name}" would wait for one another`;
      return [{ path: `${place}/${i}`, message, fix: 'remove one of the two' }];
    });
  });
}

/** Whether `from`, by its own `after` and theirs, waits for `to`. */
function leadsTo(to: string, from: string, after: ReadonlyMap<string, string[]>): boolean {
  const seen = new Set<string>();
  const visit = (name: string): boolean => {
    if (name === to) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return (after.get(name) ?? []).some(visit);
  };
  return visit(from);
}

function undoneAfter(step: object): string[] {
  const { compensate } = step as CommandStep;
  return typeof compensate === 'object' ? (compensate.after ?? []) : [];
}
