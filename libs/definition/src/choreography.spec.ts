import { compile } from './compile.js';
import { InvalidDefinition } from './fault.js';
import { parseDefinition } from './parse-definition.js';

const faultsOf = (events: string) => {
  try {
    compile(parseDefinition(`name: any\nchoreography: { events: { ${events} } }`), 1);
    return [];
  } catch (error) {
    if (error instanceof InvalidDefinition)
      return error.faults.map(({ path, message, fix }) => `${path}: ${message} (${fix})`);
    throw error;
  }
};
const event = (name: string, more = '') =>
  `${name}: { type: t.${name}, topic: shop, key: event.data.id${more && `, ${more}`} }`;
const START = event('a', 'starts: true');

describe('a choreography', () => {
  it('is a saga that its first event starts, and that observes all of them', () => {
    const plan = compile(
      parseDefinition(`
name: order
deadline: 3d
choreography:
  keep: 2h
  events:
    paid: { type: payment.taken, topic: bank, key: event.data.order, after: [placed], within: 5m, compensate: bank.refund }
    placed: { type: order.placed, topic: shop, key: event.data.id, starts: true }
`),
      1,
    );
    expect(plan.definition).toEqual({
      name: 'order',
      deadline: '3d',
      startOn: [
        {
          event: 'order.placed',
          topic: 'shop',
          key: 'event.data.id',
          input: { key: '${ event.data.id }', event: '${ event.data }' },
        },
      ],
      steps: [
        {
          name: 'choreography',
          observe: {
            key: 'input.key',
            keep: '2h',
            events: {
              paid: {
                type: 'payment.taken',
                topic: 'bank',
                match: 'event.data.order',
                after: ['placed'],
                within: '5m',
                compensate: 'bank.refund',
              },
              placed: { type: 'order.placed', topic: 'shop', match: 'event.data.id' },
            },
          },
        },
      ],
    });
    expect(compile(plan.definition, 1).definition).toEqual(plan.definition);
    expect(plan.waits.map(({ step, topic }) => `${step} on ${topic}`)).toEqual([
      'placed on shop',
      'paid on bank',
    ]);
  });

  it.each([
    [
      event('a'),
      '/choreography/events: no event starts it (write "starts: true" at the one with which every flow begins)',
    ],
    [
      `${START}, ${event('b', 'starts: true')}`,
      '/choreography/events: several events start it: a, b (write "starts: true" at the one with which every flow begins)',
    ],
    [
      `${START}, ${event('b', 'after: [c]')}`,
      '/choreography/events/b/after/0: there is no event "c" (name another one)',
    ],
    [
      `${START}, ${event('b', 'after: [c]')}, ${event('c', 'after: [b]')}`,
      '/choreography/events: come after one another in a circle: b, c (break it)',
    ],
    [
      `${START}, ${event('b', 'fails: true, within: 1h')}`,
      '/choreography/events/b/fails: an event that means failure is not expected, at no time (remove "after" and "within")',
    ],
    [
      `${START}, ${event('b', 'optional: true, within: 1h')}`,
      '/choreography/events/b/optional: an event that need not come is never missing (remove "within", or "optional" if it has to come)',
    ],
    [
      `${START}, ${event('b', 'compensate: locks.undo')}`,
      '/choreography/events/b/compensate: "locks.undo" is for "locks", which the coordinator has built in (call the participant otherwise)',
    ],
    [
      `${START}, b: { type: t, topic: shop, key: evnt.id }`,
      '/choreography/events/b/key: ${ evnt.id }: Unknown variable: evnt (mend the expression (CEL, see docs/definition.md))',
    ],
    [
      event('a', 'starts: true, optional: true'),
      '/choreography/events: none of them has to come (leave "optional" out of one)',
    ],
  ])('of { %s } is refused', (events, fault) => {
    expect(faultsOf(events)).toEqual([fault]);
  });
});
