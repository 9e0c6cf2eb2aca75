import type { Plan, Reading } from '@saga/definition';

/**
 * The fields of a step's reply that its saga reads, wherever it does; the value says whether it can do without, since
 * it asks first (`has`).
 */
export function fieldsRead(plan: Plan, step: string): Map<string, boolean> {
  const keeps = plan.commands.get(step)?.output ?? null;
  return keeps
    ? fieldsBehind(['reply'], keeps.references)
    : fieldsBehind(
        ['steps', step],
        [...readingsIn(plan.flow), ...readingsIn(plan.onFailure), ...readingsIn(plan.output)],
      );
}

function fieldsBehind(base: string[], readings: Iterable<Reading>): Map<string, boolean> {
  const fields = new Map<string, boolean>();
  for (const { path, guarded } of readings) {
    const field = path[base.length];
    if (field === undefined || base.some((name, i) => path[i] !== name)) continue;
    fields.set(field, guarded || (fields.get(field) ?? false));
  }
  return fields;
}

/** All that the expressions and templates of a part of a plan read, however deep they lie. */
function* readingsIn(part: unknown): Iterable<Reading> {
  if (typeof part !== 'object' || part === null) return;
  if ('references' in part) yield* part.references as Reading[];
  else for (const each of Object.values(part)) yield* readingsIn(each);
}
