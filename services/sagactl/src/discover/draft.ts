import type { ChoreographedEvent, Choreography } from '@saga/definition';
import type { DelaySummary } from './delays.js';
import type { Findings } from './discovery.js';
import { roundedUp } from './durations.js';
import { definitionName, eventNames } from './event-names.js';
import type { KeyChoice } from './key-finder.js';
import type { FoundActivity, Misfit, Process } from './process.js';

/** An event of the draft, with what was seen of it. */
export interface DraftEvent {
  name: string;
  event: ChoreographedEvent;
  key: KeyChoice;
  /** Which part of its events the key joins to events of other types, from 0 to 1. */
  joins: number;
  flows: number;
  repeating: number;
  ends: number;
  /** The events that always come before it, also where the definition must not say so. */
  after: { name: string; delays: DelaySummary }[];
  /** The time that it takes from the last of these on; null without any. */
  delay: DelaySummary | null;
  isAftermath: boolean;
  /** Why it looks like a failure: by its name, or since its flows lack this event. */
  fails: { lacks: string } | 'by-name' | null;
}

/** Flows that do not go as the draft says. */
export interface DraftMisfit extends Pick<Misfit, 'kind' | 'flows' | 'samples'> {
  event: string;
  /** For `before`, what it came before. */
  other?: string;
}

/** A directly-follows arrow. */
export interface Follows extends DelaySummary {
  from: string;
  to: string;
}

/** A definition that was read off from traffic, and all that speaks for it. */
export interface Draft {
  definition: Choreography;
  flows: number;
  events: DraftEvent[];
  sideBySide: [string, string][];
  follows: Follows[];
  misfits: DraftMisfit[];
  /** Types that were read and are not part of it. */
  others: { topic: string; type: string; events: number; key: string | null }[];
}

/** An event may take so many times as long as nearly all have taken. */
const LENIENCE = 3;
/** An arrow is no noise if it stands for this part of the flows. */
const WORTH_DRAWING = 0.01;

/** Writes what was found as a definition; `name` is by default that of the event that starts it. */
export function draftOf({ activities, follows }: Findings, process: Process, name?: string): Draft {
  const inProcess = process.activities.map(({ activity }) => activity);
  const names = eventNames(inProcess.map((each) => activities[each]!.type));
  const nameOf = (activity: number) => names[inProcess.indexOf(activity)]!;
  const events = process.activities.map((found): DraftEvent => {
    const { activity, after, flows, repeating, ends, isAftermath, fails } = found;
    const { topic, type, key, joins } = activities[activity]!;
    return {
      name: nameOf(activity),
      event: { type, topic, key: key.key!, ...rules(found, process.start, nameOf) },
      ...{ key, joins },
      ...{ flows, repeating, ends, isAftermath },
      after: after.map((before) => ({ name: nameOf(before.activity), delays: before.delays })),
      delay: sinceTheLast(found),
      fails: fails === null || fails === 'by-name' ? fails : { lacks: nameOf(fails.lacks) },
    };
  });
  return {
    definition: {
      name: name ?? definitionName(activities[process.start]!.type),
      choreography: { events: Object.fromEntries(events.map((each) => [each.name, each.event])) },
    },
    flows: process.flows,
    events,
    sideBySide: process.sideBySide.map(([one, other]) => [nameOf(one), nameOf(other)]),
    follows: follows
      .filter(({ from, to }) => inProcess.includes(from) && inProcess.includes(to))
      .filter(({ count }) => count >= WORTH_DRAWING * process.flows)
      .map(({ from, to, ...delays }) => ({ from: nameOf(from), to: nameOf(to), ...delays })),
    misfits: process.misfits.map(({ activity, other, ...misfit }) => ({
      ...misfit,
      event: nameOf(activity),
      ...(other !== undefined && { other: nameOf(other) }),
    })),
    others: activities
      .filter((_, i) => !inProcess.includes(i))
      .map(({ topic, type, events, key }) => ({ topic, type, events, key: key.key })),
  };
}

/** What the definition says of an event beside where it is found. A failure is expected at no time. */
function rules(
  found: FoundActivity,
  start: number,
  nameOf: (activity: number) => string,
): Partial<ChoreographedEvent> {
  const { activity, after, isOptional, fails } = found;
  if (activity === start) return { starts: true };
  if (fails) return { fails: true };
  const delay = sinceTheLast(found);
  return {
    ...(after.length > 0 && { after: after.map((before) => nameOf(before.activity)) }),
    ...(delay && !isOptional && { within: roundedUp(LENIENCE * delay.p99) }),
    ...(isOptional && { optional: true }),
  };
}

/** Of several that come before, the last is the one that leaves the least time. */
function sinceTheLast({ after }: FoundActivity): DelaySummary | null {
  return after.reduce<DelaySummary | null>(
    (least, { delays }) => (least && least.p99 <= delays.p99 ? least : delays),
    null,
  );
}
