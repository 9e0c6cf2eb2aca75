import { fieldDifferences } from './diff-fields.js';
import { outOfOrder } from './diff-order.js';
import { type WrittenStep, writtenSteps } from './diff-steps.js';
import { canonical, type Json } from './json.js';
import type { SagaDefinition } from './saga-definition.js';

/** One thing in which two definitions differ. A place is told in words: `in legs/air, after book`. */
export type Difference =
  | { change: 'added' | 'removed'; step: string; place: string }
  | { change: 'renamed'; step: string; to: string }
  | { change: 'moved'; step: string; from: string; to: string }
  /** `step` null is the saga itself; null stands for a field that is not there. */
  | { change: 'changed'; step: string | null; field: string; from: Json; to: Json };

/** A step that is in both definitions, with its new name and its flow under the new names. */
interface Kept {
  before: WrittenStep;
  after: WrittenStep;
}

/**
 * In what two definitions differ: steps that were added, removed, renamed or moved, and those that say something
 * else, field by field. A step counts as renamed where `names` says so, from old name to new, or where all that it
 * says is said by one new step alone.
 */
export function diffDefinitions(
  from: SagaDefinition,
  to: SagaDefinition,
  names: Readonly<Record<string, string>> = {},
): Difference[] {
  const [old, now] = [writtenSteps(from), writtenSteps(to)];
  const renames = new Map([...renamesFound(old, now), ...Object.entries(names)]);
  const nameNow = (name: string) => renames.get(name) ?? name;
  const kept = old.flatMap((before): Kept[] => {
    const after = now.find(({ name }) => name === nameNow(before.name));
    return after ? [{ before, after }] : [];
  });
  const isKept = new Set(kept.flatMap(({ before, after }) => [before, after]));
  const moved = movedOf(kept, new Map(now.map((step, i) => [step, i])), nameNow);
  return [
    ...changesOf(null, sagaItself(from), sagaItself(to)),
    ...old.filter((step) => !isKept.has(step)).map((step) => changedPlace('removed', step)),
    ...now.filter((step) => !isKept.has(step)).map((step) => changedPlace('added', step)),
    ...kept.flatMap(({ before, after }): Difference[] => [
      ...(before.name === after.name
        ? []
        : [{ change: 'renamed' as const, step: before.name, to: after.name }]),
      ...(moved.has(after)
        ? [{ change: 'moved' as const, step: after.name, from: placeOf(before), to: placeOf(after) }]
        : []),
      ...changesOf(after.name, before.own, after.own),
    ]),
  ];
}

function sagaItself({ steps: _steps, onFailure: _onFailure, ...own }: SagaDefinition): object {
  return own;
}

function changesOf(step: string | null, from: object, to: object): Difference[] {
  return fieldDifferences(from, to).map((field) => ({ change: 'changed', step, ...field }));
}

function changedPlace(change: 'added' | 'removed', step: WrittenStep): Difference {
  return { change, step: step.name, place: placeOf(step) };
}

function placeOf({ flow, after }: WrittenStep): string {
  return `${flow === '' ? '' : `in ${flow}, `}${after === null ? 'first' : `after ${after}`}`;
}

/** Steps that are gone, each with the only new one that says the same, if none of the others says it, too. */
function renamesFound(old: WrittenStep[], now: WrittenStep[]): [string, string][] {
  const names = (steps: WrittenStep[]) => new Set(steps.map(({ name }) => name));
  const [oldNames, newNames] = [names(old), names(now)];
  const gone = bySaying(old.filter(({ name }) => !newNames.has(name)));
  const fresh = bySaying(now.filter(({ name }) => !oldNames.has(name)));
  return [...gone].flatMap(([said, [step, ...rivals]]): [string, string][] => {
    const [alike, ...others] = fresh.get(said) ?? [];
    return alike && rivals.length + others.length === 0 ? [[step!.name, alike.name]] : [];
  });
}

function bySaying(steps: WrittenStep[]): Map<string, WrittenStep[]> {
  const groups = new Map<string, WrittenStep[]>();
  for (const step of steps) {
    const said = canonical(step.own);
    groups.set(said, [...(groups.get(said) ?? []), step]);
  }
  return groups;
}

/** Those that stand in another flow now, or in another order among those that stay in theirs. */
function movedOf(
  kept: Kept[],
  rank: ReadonlyMap<WrittenStep, number>,
  nameNow: (name: string) => string,
): Set<WrittenStep> {
  const flowNow = ({ flow }: WrittenStep) => flow.replace(/^[^/]+/, nameNow);
  const moved = new Set<WrittenStep>();
  const staying = new Map<string, WrittenStep[]>();
  for (const { before, after } of kept) {
    if (flowNow(before) !== after.flow) moved.add(after);
    else staying.set(after.flow, [...(staying.get(after.flow) ?? []), after]);
  }
  for (const steps of staying.values())
    for (const i of outOfOrder(steps.map((step) => rank.get(step)!))) moved.add(steps[i]!);
  return moved;
}
