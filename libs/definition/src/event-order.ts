import type { ObservedEvent } from './saga-definition.js';

/**
 * Events so that each stands behind those it comes after; otherwise as they are written. Those that come after one
 * another in a circle stand at the end.
 */
export function inOrder(events: Record<string, ObservedEvent>): [string, ObservedEvent][] {
  const left = new Map(Object.entries(events));
  const ordered: [string, ObservedEvent][] = [];
  for (;;) {
    const next = [...left].filter(([, { after = [] }]) => !after.some((name) => left.has(name)));
    if (next.length === 0) return [...ordered, ...left];
    for (const [name] of next) left.delete(name);
    ordered.push(...next);
  }
}
