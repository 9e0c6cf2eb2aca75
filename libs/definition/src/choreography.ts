import type { Fault } from './fault.js';
import type { Choreography, ObservedEvent, SagaDefinition } from './saga-definition.js';

export function isChoreography(value: object): value is Choreography {
  return 'choreography' in value;
}

/**
 * A choreography as the saga that observes it: started by the event that starts it, under the key of its flow, and done
 * when all events have come. Its `input` is the key and the data of that event.
 */
export function observing({ choreography, ...head }: Choreography): SagaDefinition {
  const { keep, events } = choreography;
  const starting = Object.values(events).filter(({ starts }) => starts);
  return {
    ...head,
    startOn: starting.map(({ type, topic, key }) => ({
      ...{ event: type, topic, key },
      input: { key: `\${ ${key} }`, event: '${ event.data }' },
    })),
    steps: [
      {
        name: 'choreography',
        observe: {
          key: 'input.key',
          ...(keep !== undefined && { keep }),
          events: Object.fromEntries(
            Object.entries(events).map(
              ([name, { key, starts: _starts, ...event }]): [string, ObservedEvent] => [
                name,
                { ...event, match: key },
              ],
            ),
          ),
        },
      },
    ],
  };
}

/** A fault of the observing saga where it stands in the choreography; none for a place that is there twice. */
export function inChoreography(fault: Fault): Fault[] {
  if (fault.path.startsWith('/startOn')) return [];
  const path = fault.path
    .replace(/^\/steps\/0\/observe/, '/choreography')
    .replace(/^(\/choreography\/events\/[^/]+)\/match$/, '$1/key');
  return [{ ...fault, path }];
}

/** The faults that only a choreography can have. */
export function choreographyFaults({ choreography }: Choreography): Fault[] {
  const starting = Object.entries(choreography.events).filter(([, { starts }]) => starts);
  if (starting.length === 1) return [];
  const names = starting.map(([name]) => name).join(', ');
  return [
    {
      path: '/choreography/events',
      message: starting.length === 0 ? 'no event starts it' : `several events start it: ${names}`,
      fix: 'write "starts: true" at the one with which every flow begins',
    },
  ];
}
