import type { SagaState } from './saga-state.js';

/** Other names of steps, by their names. */
export type Names = Readonly<Record<string, string>>;

/** The names in a path: those of the loops and that of the step, without what stands behind a dot or a slash. */
const NAME = /(?<=^|\]\.)[^.[\]/]+/g;

/** A path whose steps have other names; those that `names` does not have stay as they are. */
export function renamed(path: string, names: Names): string {
  return path.replace(NAME, (name) => names[name] ?? name);
}

/** The names of the steps that a path leads through. */
export function namesIn(path: string): string[] {
  return path.match(NAME) ?? [];
}

/**
 * What others know a step as: participants keep what they did for it under the name that it had when it began, and
 * so do the sagas that it has started, and the locks.
 */
export function addressOf({ addresses }: SagaState, path: string): string {
  return addresses ? renamed(path, addresses) : path;
}

/** The step that others know by an address. */
export function pathOf({ addresses }: SagaState, address: string): string {
  if (!addresses) return address;
  return renamed(address, Object.fromEntries(Object.entries(addresses).map(([name, old]) => [old, name])));
}
