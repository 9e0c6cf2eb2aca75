import { type Enclosure, isLoop, type Plan, type PlanNode } from '@saga/definition';
import type { Steps } from './steps.js';

/*
 * A step is known by its path: its name, behind the loops that it is in and its place in each of them, as in
 * `parcels[3].book`. The flow of a group is known as `legs/air`, a status query by the attempt it is about, as in
 * `charge.status[2]`.
 */
const LOOP = /[^.[\]]+\[(\d+)\]\./g;

/** The loops that a path leads through, such as `parcels[3].`. */
export function loopsOf(path: string): string[] {
  return path.match(LOOP) ?? [];
}

/** The place in each loop that a path leads through. */
export function placesOf(path: string): number[] {
  return [...path.matchAll(LOOP)].map(([, place]) => Number(place));
}

/** The node that a path is about; undefined for the flow of a group. */
export function nodeOf(plan: Plan, path: string): PlanNode | undefined {
  const name = path.slice(prefixOf(path).length);
  return plan.nodes.get(name) ?? plan.nodes.get(name.replace(/\[\d+\]$/, ''));
}

/** The loops that a path leads through, as they stand before the step's own name. */
export function prefixOf(path: string): string {
  const end = path.lastIndexOf('].');
  return end < 0 ? '' : path.slice(0, end + 2);
}

/** The flow of a group in which a step of this path stands, `depth` levels down. */
export function flowAt(path: string, within: readonly Enclosure[], depth: number): string {
  const { group, flow } = within[depth]!;
  const outer = within.slice(0, depth).filter(isLoop).length;
  return flowOf(loopsOf(path).slice(0, outer).join(''), group, flow);
}

export function flowOf(prefix: string, group: string, flow: string): string {
  return `${prefix}${group}/${flow}`;
}

/** Whether a flow that a step stands in was given up. */
export function isGivenUp(steps: Steps, path: string, within: readonly Enclosure[]): boolean {
  return within.some(
    ({ kind }, depth) => (kind === 'try' || kind === 'parallel') && steps.has(flowAt(path, within, depth)),
  );
}

/**
 * A path without the numbers of the rounds that it leads through: what one round was given is not given to the next.
 * @param address what others know the step as
 */
export function acrossRounds(plan: Plan, path: string, address = path): string {
  const loops = (nodeOf(plan, path)?.within ?? []).filter(isLoop);
  let depth = 0;
  return address.replace(/\[\d+\]\./g, (place) => (loops[depth++]?.kind === 'repeat' ? '.' : place));
}

/** Whether two steps may have run side by side: in different branches, or for different items. */
export function stoodSideBySide(
  a: { path: string; within: readonly Enclosure[] },
  b: { path: string; within: readonly Enclosure[] },
): boolean {
  const places = { a: placesOf(a.path), b: placesOf(b.path) };
  let loop = 0;
  for (const [depth, { group, flow, kind }] of a.within.entries()) {
    const other = b.within[depth];
    if (other?.group !== group) return false;
    if (other.flow !== flow) return kind === 'parallel';
    if (!isLoop({ kind })) continue;
    if (places.a[loop] !== places.b[loop]) return kind === 'each';
    loop++;
  }
  return false;
}
