import type { Fault } from './fault.js';
import type { PlacedStep } from './placed-step.js';
import type { Reference } from './syntax-tree.js';

/**
 * Which steps the expressions of a step may read: those that have succeeded for certain; under `has(...)` also
 * those that an option may have taken; and in its compensation, under `has(...)`, the step itself.
 */
export function referenceFaults({ step, node, path, certain, possible }: PlacedStep): Fault[] {
  const fault = (part: string, { path: read }: Reference, reason: string): Fault => ({
    path: `${path}/${part}`,
    message: `${read.join('.')}: ${reason}`,
    fix: certain.size > 0 ? `earlier steps: ${[...certain].join(', ')}` : 'no step comes before this one',
  });
  const check = (part: string, references: Reference[], own: 'unknown' | 'guarded' = 'unknown'): Fault[] =>
    references.flatMap((reference) => {
      const [root, name] = reference.path;
      if (root !== 'steps' || name === undefined || certain.has(name)) return [];
      const isGuarded = references.some((other) => other.guarded && other.path[1] === name);
      if (possible.has(name))
        return isGuarded
          ? []
          : [fault(part, reference, `it may not have been taken: ask has(steps.${name}) first`)];
      if (name !== step.name) return [fault(part, reference, `no step "${name}" comes before this one`)];
      if (own === 'unknown') return [fault(part, reference, 'a step cannot read its own output')];
      if (isGuarded) return [];
      const reason = `its output is missing when its outcome is unknown: ask has(steps.${name}) first`;
      return [fault(part, reference, reason)];
    });

  switch (node.kind) {
    case 'parallel':
    case 'delay':
      return [];
    case 'choose':
      return node.options.flatMap(({ when }, i) => check(`choose/${i}/when`, when?.references ?? []));
    case 'command': {
      const { action, output, compensation } = node;
      const isInputShared = compensation?.input === action.input;
      return [
        ...check('input', action.input.references),
        ...check('output', output?.references ?? []),
        ...check('compensate/input', isInputShared ? [] : (compensation?.input.references ?? []), 'guarded'),
      ];
    }
  }
}
