import type { Arrow, Box, Picture } from '../graph/picture.js';
import type { Draft, DraftEvent } from './draft.js';
import { words } from './durations.js';

/** The draft as boxes and arrows: how often each event comes, what it comes after, and how long it takes. */
export function draftPicture({ definition, events, flows }: Draft): Picture {
  const idOf = (name: string) => `box${events.findIndex((event) => event.name === name) + 1}`;
  return {
    id: 'saga',
    title: definition.name,
    frames: [],
    boxes: events.map((event): Box => ({
      id: idOf(event.name),
      shape: event.event.starts ? 'start' : 'event',
      lines: linesOf(event, flows),
    })),
    arrows: events.flatMap((event) =>
      event.after.map(({ name, delays }): Arrow => ({
        from: idOf(name),
        to: idOf(event.name),
        label: `${delays.count}×, ${words(delays.p50)}`,
        way: event.fails ? 'undone' : 'on',
      })),
    ),
  };
}

function linesOf({ name, event, flows, repeating, isAftermath }: DraftEvent, all: number): string[] {
  return [
    name,
    flows === all ? `all ${all} flows` : `${flows} of ${all} flows`,
    ...(repeating > 0 ? [`more than once in ${repeating}`] : []),
    ...(event.within ? [`within ${event.within}`] : []),
    ...(event.fails ? ['fails'] : []),
    ...(isAftermath ? ['after a failure'] : []),
    ...(event.optional && !isAftermath ? ['optional'] : []),
  ];
}
