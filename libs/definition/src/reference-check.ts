import type { Fault } from './fault.js';
import type { Known, PlacedStep } from './placed-step.js';
import type { CommandNode, PlannedCommand, Undoable, WaitNode } from './plan.js';
import type { Reference } from './syntax-tree.js';

interface Reading {
  references?: Reference[];
}

/**
 * Which steps the expressions of a step may read: those that have succeeded for certain; under `has(...)` also
 * those that may have; and in its compensation, under `has(...)`, the step itself.
 */
export function referenceFaults({ step, node, path, inside, ...known }: PlacedStep): Fault[] {
  const check = (part: string, reading: Reading | null | undefined, at: Known = known, own?: 'guarded') =>
    readingFaults(`${path}/${part}`, reading?.references ?? [], at, { name: step.name, own });
  switch (node.kind) {
    // What a step observes stands beside it, each event as a step of its own.
    case 'observe':
    case 'parallel':
      return [];
    case 'delay':
      return typeof node.delay === 'number' ? [] : check('delayUntil', node.delay);
    case 'choose':
      return node.options.flatMap(({ when }, i) => check(`choose/${i}/when`, when));
    case 'try':
      return node.ways.flatMap(({ when }, i) => check(`try/${i}/when`, when));
    case 'repeat':
      return check('repeat/until', node.until, inside);
    case 'each':
      return [...check('each/in', node.list), ...check('each/output', node.output, inside)];
    case 'wait':
      return [
        ...awaitedReadings(node).flatMap(([part, reading]) => check(part, reading)),
        ...check('output', node.output),
        ...undoingReadings(node).flatMap(([part, reading]) =>
          check(part, reading, withOwn(known, step.name)),
        ),
      ];
    case 'command':
      return [
        ...forwardReadings(node).flatMap(([part, reading]) => check(part, reading)),
        ...undoingReadings(node, node.action).flatMap(([part, reading]) =>
          check(part, reading, known, 'guarded'),
        ),
      ];
  }
}

/** What is undone of an event has happened, so that what it told is known. */
function withOwn({ certain, possible }: Known, name: string): Known {
  return { certain: new Set([...certain, name]), possible };
}

/** The faults of a template of the whole saga, which has no step of its own. */
export function readingFaults(
  path: string,
  references: Reference[],
  { certain, possible }: Known,
  { name: self, own }: { name?: string; own?: 'guarded' } = {},
): Fault[] {
  const fault = ({ path: read }: Reference, reason: string): Fault => ({
    path,
    message: `${read.join('.')}: ${reason}`,
    fix: certain.size > 0 ? `earlier steps: ${[...certain].join(', ')}` : 'no step comes before this one',
  });
  return references.flatMap((reference) => {
    const [root, name] = reference.path;
    if (root !== 'steps' || name === undefined || certain.has(name)) return [];
    const isGuarded = references.some((other) => other.guarded && other.path[1] === name);
    if (possible.has(name))
      return isGuarded ? [] : [fault(reference, `it may not have been taken: ask has(steps.${name}) first`)];
    if (name !== self) return [fault(reference, `no step "${name}" comes before this one`)];
    if (own === undefined) return [fault(reference, 'a step cannot read its own output')];
    if (isGuarded) return [];
    const reason = `its output is missing when its outcome is unknown: ask has(steps.${name}) first`;
    return [fault(reference, reason)];
  });
}

function awaitedReadings({ awaited }: WaitNode): [string, Reading | null][] {
  if (awaited.kind === 'event') return [['event/key', awaited.key]];
  return awaited.kind === 'approval' ? [['approval/question', awaited.question]] : [];
}

/** What is read before the step is done. A command beside it that has no input of its own shares the step's. */
function forwardReadings({ action, output, before, status }: CommandNode): [string, Reading | null][] {
  const beside = [...before, ...(status ? [status.query] : [])]
    .filter((node) => node.action.input !== action.input)
    .map(({ role, action }): [string, Reading] => [
      role === 'lock' ? 'lock/key' : `${role}/input`,
      action.input,
    ]);
  const unchanged = before.map((node): [string, Reading | null] => ['reread/unchanged', node.unchanged]);
  return [['input', action.input], ['output', output], ...beside, ...unchanged];
}

/** What is read when it is undone, unless it is the step's own input. */
function undoingReadings(
  { compensation, verification }: Undoable,
  action?: PlannedCommand,
): [string, Reading | null][] {
  const readings: [string, Reading | null | undefined][] = [
    ['compensate/input', compensation?.input],
    ['compensate/key', compensation?.publish?.key],
    ['compensate/verify/input', verification?.action.input],
  ];
  return readings.flatMap(([part, reading]): [string, Reading][] =>
    reading && reading !== action?.input ? [[part, reading]] : [],
  );
}
