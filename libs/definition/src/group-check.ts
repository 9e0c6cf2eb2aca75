import { inOrder } from './event-order.js';
import type { Fault } from './fault.js';
import type { PlacedStep } from './placed-step.js';
import type { ObservedEvent, ObserveStep } from './saga-definition.js';

/** Names that expressions have other uses for. */
const TAKEN = ['input', 'steps', 'index', 'round', 'reply', 'reread', 'failure', 'event', 'signal'];

/** What can be wrong with a group as such. */
export function groupFaults({ step, node, path }: PlacedStep): Fault[] {
  if ('choose' in step) return neverTaken(step.choose, `${path}/choose`, 0);
  if ('try' in step) {
    const { when } = step.try[0]!;
    const first: Fault[] =
      when === undefined
        ? []
        : [{ path: `${path}/try/0/when`, message: 'the first way is always taken', fix: 'remove "when"' }];
    return [
      ...first,
      ...neverTaken(step.try, `${path}/try`, 1),
      ...(node.phase === 'compensable' ? [] : [nothingUndone(`${path}/try`, 'a way that fails')]),
    ];
  }
  if ('parallel' in step && node.kind === 'parallel') {
    const { join, branches } = node;
    if (join > branches.length)
      return [
        {
          path: `${path}/parallel/join`,
          message: `${join} of ${branches.length} branches can never end`,
          fix: `ask for ${branches.length} at the most`,
        },
      ];
    if (join < branches.length && node.phase !== 'compensable')
      return [nothingUndone(`${path}/parallel/join`, 'a branch that is not needed')];
  }
  if ('observe' in step) return eventFaults(step, path);
  if ('each' in step && step.each.as !== undefined && TAKEN.includes(step.each.as))
    return [
      {
        path: `${path}/each/as`,
        message: `"${step.each.as}" means something else`,
        fix: 'name it otherwise',
      },
    ];
  return [];
}

/** Whether the events come after one another in an order that there can be, and any of them has to come. */
function eventFaults({ observe: { events } }: ObserveStep, path: string): Fault[] {
  const place = `${path}/observe/events`;
  const faults = Object.entries(events).flatMap(
    ([name, { after = [], within, fails, optional }]): Fault[] => [
      ...after.flatMap((other, i): Fault[] =>
        other in events
          ? []
          : [
              {
                path: `${place}/${name}/after/${i}`,
                message: `there is no event "${other}"`,
                fix: 'name another one',
              },
            ],
      ),
      ...(fails && (after.length > 0 || within !== undefined)
        ? [
            {
              path: `${place}/${name}/fails`,
              message: 'an event that means failure is not expected, at no time',
              fix: 'remove "after" and "within"',
            },
          ]
        : []),
      ...(optional && !fails && within !== undefined
        ? [
            {
              path: `${place}/${name}/optional`,
              message: 'an event that need not come is never missing',
              fix: 'remove "within", or "optional" if it has to come',
            },
          ]
        : []),
    ],
  );
  const circle = inCircle(events);
  if (circle.length > 0)
    faults.push({
      path: place,
      message: `come after one another in a circle: ${circle.join(', ')}`,
      fix: 'break it',
    });
  if (Object.values(events).every(({ optional, fails }) => optional || fails))
    faults.push({ path: place, message: 'none of them has to come', fix: 'leave "optional" out of one' });
  return faults;
}

/** The events that can never come, since they come after one another, or after such ones. */
function inCircle(events: Record<string, ObservedEvent>): string[] {
  const before = new Set<string>();
  return inOrder(events).flatMap(([name, { after = [] }]) => {
    const isPossible = after.every((other) => before.has(other) || !(other in events));
    if (isPossible) before.add(name);
    return isPossible ? [] : [name];
  });
}

/** What has no condition is always taken, so nothing after it ever is. */
function neverTaken(flows: { when?: string }[], path: string, from: number): Fault[] {
  const always = flows.findIndex(({ when }, i) => i >= from && when === undefined);
  if (always < 0) return [];
  return flows.slice(always + 1).map((_flow, i) => ({
    path: `${path}/${always + 1 + i}`,
    message: `is never taken: ${from === 0 ? 'option' : 'way'} ${always} has no condition`,
    fix: 'put the one without "when" last',
  }));
}

function nothingUndone(path: string, what: string): Fault {
  return {
    path,
    message: `${what} would have to be undone, and after the pivot nothing is`,
    fix: 'put it before the pivot',
  };
}
