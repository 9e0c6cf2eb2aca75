import type { Fault, Plan } from '@saga/definition';
import type { Move } from './migrate.js';
import { namesIn, type Names } from './names.js';
import type { SagaState } from './saga-state.js';

/** What is wrong with the new names of steps, as such. */
export function nameRefusals(from: Plan, to: Plan, { steps }: SagaState, names: Names): Fault[] {
  const unknown = Object.entries(names).flatMap(([old, name]) => [
    ...unknownName(from, old, old),
    ...unknownName(to, name, old),
  ]);
  if (unknown.length > 0) return unknown;
  const taken = new Map<string, string>();
  const begun = new Set([...steps].flatMap(({ path }) => namesIn(path)));
  return [...begun].flatMap((old) => {
    const name = names[old] ?? old;
    const other = taken.get(name);
    taken.set(name, old);
    if (other === undefined) return [];
    const message = `"${other}" and "${old}" have begun, and both would be "${name}"`;
    return [{ path: old, message, fix: 'give each a name of its own' }];
  });
}

function unknownName({ nodes, version }: Plan, name: string, path: string): Fault[] {
  if (nodes.has(name) && !name.includes('.')) return [];
  const known = [...nodes.keys()].filter((each) => !each.includes('.'));
  const fix = `its steps: ${known.join(', ')}`;
  return [{ path, message: `version ${version} has no step "${name}"`, fix }];
}

/** No two steps may be one to participants: these know a renamed one by the name that it had when it began. */
export function addressRefusals({ to, after: { addresses } }: Move): Fault[] {
  return Object.entries(addresses ?? {}).flatMap(([name, address]) => {
    if (!to.nodes.has(address) || addresses?.[address]) return [];
    const message = `participants know "${name}" as "${address}", which is another step in version ${to.version}`;
    return [{ path: address, message, fix: `call the new step otherwise than "${address}"` }];
  });
}
