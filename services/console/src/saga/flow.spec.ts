import type { Definition } from '../api/definition.js';
import { saga, step } from '../testing/saga-fixture.js';
import { flowOf } from './flow.js';

const plan: Definition = {
  name: 'place-order',
  version: 1,
  createdAt: '2026-01-01T12:00:00Z',
  definition: {
    steps: [
      { name: 'charge', command: 'payments.charge', compensate: { command: 'payments.refund' } },
      { name: 'ship', command: 'shipping.book', compensate: 'none', pivot: true },
    ],
  },
};

it('shows the steps to come after those that have begun', () => {
  const charge = step('charge');
  expect(flowOf(saga({ steps: [charge] }), plan)).toEqual([
    {
      name: 'charge',
      command: 'payments.charge',
      undo: 'payments.refund',
      pivot: false,
      within: [],
      begun: charge,
    },
    { name: 'ship', command: 'shipping.book', undo: null, pivot: true, within: [], begun: null },
  ]);
});

it('shows only what has begun when the saga runs by another version', () => {
  const flow = flowOf(saga({ version: 2, steps: [step('charge')] }), plan);
  expect(flow.map(({ name }) => name)).toEqual(['charge']);
});

describe('groups', () => {
  const trip: Definition = {
    ...plan,
    definition: {
      steps: [
        {
          name: 'legs',
          parallel: {
            branches: {
              air: [{ name: 'flight', command: 'air.book' }],
              bed: [
                {
                  name: 'stars',
                  choose: [
                    { when: 'input.rich', steps: [{ name: 'palace', command: 'hotel.palace' }] },
                    { steps: [{ name: 'hostel', command: 'hotel.hostel' }] },
                  ],
                },
              ],
            },
          },
        },
      ],
    },
  };

  it('tell of each step where it stands', () => {
    expect(flowOf(saga({ state: 'running' }), trip).map(({ name, within }) => [name, ...within])).toEqual([
      ['flight', 'legs', 'air'],
      ['palace', 'legs', 'bed', 'stars', 'input.rich'],
      ['hostel', 'legs', 'bed', 'stars', 'otherwise'],
    ]);
  });

  it('show no option that was not taken once the saga has ended', () => {
    const ended = saga({ state: 'completed', steps: [step('flight'), step('hostel')] });
    expect(flowOf(ended, trip).map(({ name }) => name)).toEqual(['flight', 'hostel']);
  });
});
