import type { Draft } from './draft.js';
import type { Findings } from './discovery.js';

/** The draft and all that was seen, for programs. Times are in ms; those of the period are ISO 8601. */
export function draftJson(draft: Draft, findings: Findings): string {
  const { events, repetitions, flows, period, unfinished, cutShort, leftOut } = findings;
  const [from, to] = [period!.from, period!.to].map((time) => new Date(time).toISOString());
  const astray = [...findings.astray].map(([activity, { count, samples }]) => {
    const { topic, type } = findings.activities[activity]!;
    return { topic, type, events: count, samples };
  });
  const unreadable = [...findings.unreadable].map(([problem, tally]) => ({ problem, ...tally }));
  const seen = { events, repetitions, flows, from, to, unfinished, cutShort, leftOut, astray, unreadable };
  return `${JSON.stringify({ ...draft, seen }, null, 2)}\n`;
}
