import type { Definition, WrittenStep } from '../api/definition.js';
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

const planOf = (...steps: WrittenStep[]): Definition => ({ ...plan, definition: { steps } });

it('shows the steps to come after those that have begun', () => {
  const charge = step('charge');
  expect(flowOf(saga({ steps: [charge] }), plan)).toEqual([
    {
      ...{ path: 'charge', name: 'charge', command: 'payments.charge', undo: 'payments.refund' },
      ...{ pivot: false, about: [], within: [], begun: charge, beside: [], loop: null },
    },
    {
      ...{ path: 'ship', name: 'ship', command: 'shipping.book', undo: null },
      ...{ pivot: true, about: [], within: [], begun: null, beside: [], loop: null },
    },
  ]);
});

it('shows only what has begun when the saga runs by another version', () => {
  const flow = flowOf(saga({ version: 2, steps: [step('charge')] }), plan);
  expect(flow.map(({ name }) => name)).toEqual(['charge']);
});

it('shows what was asked for beside a step with that step', () => {
  const steps = ['charge.lock', 'charge', 'charge.status[1]', 'charge.status[2]'].map((name) => step(name));
  const flows = [flowOf(saga({ steps }), plan), flowOf(saga({ steps, version: 2 }), plan)];
  for (const [charge] of flows) {
    expect(charge?.beside.map(({ name }) => name)).toEqual([
      'charge.lock',
      'charge.status[1]',
      'charge.status[2]',
    ]);
  }
  expect(flows[1]).toHaveLength(1);
});

it('says what steps do that command nobody', () => {
  const waits = planOf(
    { name: 'trial', delay: '8h' },
    { name: 'nod', approval: { approvers: ['desk'] } },
    { name: 'deliver', saga: 'deliver' },
    { name: 'go', command: 'any.go', pivot: true },
    { name: 'survey', saga: 'ask' },
    { name: 'dream', hypnosis: {} } as unknown as WrittenStep,
  );
  expect(flowOf(saga(), waits).map(({ name, about, undo }) => [name, about.join(), undo])).toEqual([
    ['trial', 'lets 8h pass', null],
    ['nod', 'asks for the approval of desk', null],
    ['deliver', 'runs the saga deliver', 'the saga deliver'],
    ['go', '', null],
    ['survey', 'runs the saga ask', null],
    ['dream', '', null],
  ]);
});

it('shows what is done when all is undone only then', () => {
  const { definition } = planOf({ name: 'charge', command: 'any.charge' });
  const sorry = {
    ...plan,
    definition: { ...definition, onFailure: [{ name: 'sorry', command: 'any.sorry' }] },
  };
  const names = (fields: Parameters<typeof saga>[0]) => flowOf(saga(fields), sorry).map(({ name }) => name);
  expect(names({ state: 'running' })).toEqual(['charge']);
  expect(names({ state: 'compensating' })).toEqual(['charge', 'sorry']);
  expect(names({ state: 'compensated', steps: [step('charge'), step('sorry')] })).toEqual([
    'charge',
    'sorry',
  ]);
});

describe('loops', () => {
  const parcels = planOf({
    name: 'parcels',
    each: {
      in: 'input.parcels',
      steps: [
        { name: 'weigh', command: 'scales.weigh', compensate: 'none' },
        { name: 'book', command: 'carrier.book', compensate: 'carrier.cancel' },
      ],
    },
  });
  const begun = [
    step('parcels', { state: 'waiting', input: { items: ['a', 'b', 'c'] }, output: { next: 2, open: [1] } }),
    step('parcels[0].weigh'),
    step('parcels[1].weigh', { state: 'waiting' }),
    step('parcels[0].book'),
  ];

  it('hold the steps of each item, begun and to come', () => {
    const [loop] = flowOf(saga({ steps: begun }), parcels);
    expect(
      loop?.loop?.runs.map((run) => [
        run.path,
        ...run.flow().map((each) => each.begun?.name ?? `no ${each.path}`),
      ]),
    ).toEqual([
      ['parcels[1]', 'parcels[1].weigh', 'no parcels[1].book'],
      ['parcels[0]', 'parcels[0].weigh', 'parcels[0].book'],
    ]);
  });

  it('hold the steps that have begun when the saga runs by another version', () => {
    const [loop, ...more] = flowOf(saga({ steps: begun, version: 2 }), parcels);
    expect(more).toEqual([]);
    expect(loop?.loop?.runs.map(({ flow }) => flow().map(({ path, name }) => [path, name]))).toEqual([
      [['parcels[1].weigh', 'weigh']],
      [
        ['parcels[0].weigh', 'weigh'],
        ['parcels[0].book', 'book'],
      ],
    ]);
  });

  it('show no option that was not taken in an item that is done', () => {
    const wrapped = planOf({
      name: 'gifts',
      each: {
        in: 'input.gifts',
        steps: [
          { name: 'ribbon', choose: [{ when: 'item.dear', steps: [{ name: 'tie', command: 'any.tie' }] }] },
          { name: 'wrap', command: 'any.wrap' },
        ],
      },
    });
    const gifts = step('gifts', {
      state: 'waiting',
      input: { items: [1, 2] },
      output: { next: 2, open: [1] },
    });
    const steps = [gifts, step('gifts[0].wrap'), step('gifts[1].wrap', { state: 'waiting' })];
    const [loop] = flowOf(saga({ steps }), wrapped);
    expect(loop?.loop?.runs.map(({ flow }) => flow().map(({ path }) => path))).toEqual([
      ['gifts[1].tie', 'gifts[1].wrap'],
      ['gifts[0].wrap'],
    ]);
  });

  it('may stand in loops', () => {
    const nested = planOf({
      name: 'orders',
      each: {
        in: 'input.orders',
        steps: [
          { name: 'lines', each: { in: 'item.lines', steps: [{ name: 'pick', command: 'stock.pick' }] } },
          { name: 'poll', repeat: { until: 'true', atMost: 3, steps: [{ name: 'pause', delay: '1s' }] } },
        ],
      },
    });
    const steps = [
      step('orders', { state: 'waiting', input: { items: [{}] }, output: { next: 1, open: [0] } }),
      step('orders[0].lines', { input: { items: [1, 2] }, output: { count: 2 } }),
      step('orders[0].lines[0].pick'),
      step('orders[0].lines[1].pick'),
      step('orders[0].poll', { state: 'waiting', output: { round: 0 } }),
      step('orders[0].poll[0].pause', { state: 'waiting' }),
    ];
    for (const version of [1, 2]) {
      const [orders] = flowOf(saga({ steps, version }), nested);
      const [lines, poll] = orders!.loop!.runs[0]!.flow();
      expect(lines?.loop?.counts).toEqual({ done: 2 });
      expect(poll?.loop?.counts).toEqual({ running: 1 });
      expect(poll?.loop?.runs[0]?.flow().map(({ path }) => path)).toEqual(['orders[0].poll[0].pause']);
    }
  });
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

  it('tell which of their flows were given up, and show no way that was not tried', () => {
    const ways = planOf({
      name: 'pay',
      try: [
        { steps: [{ name: 'card', command: 'cards.charge' }] },
        { when: 'failure.code != "fraud"', steps: [{ name: 'invoice', command: 'invoices.write' }] },
        { steps: [{ name: 'cash', command: 'cash.take' }] },
      ],
    });
    const steps = [step('card', { state: 'failed' }), step('pay/0', { state: 'failed' }), step('invoice')];
    const labels = flowOf(saga({ state: 'completed', steps }), ways).map(({ name, within }) => [
      name,
      ...within,
    ]);
    expect(labels).toEqual([
      ['card', 'pay', 'first way (given up)'],
      ['invoice', 'pay', 'else, when failure.code != "fraud"'],
    ]);
  });

  it('show no flow that was given up as a step when the saga runs by another version', () => {
    const steps = [
      step('card', { state: 'failed' }),
      step('pay/0'),
      step('all[0].card'),
      step('all[0].pay/0'),
    ];
    const flow = flowOf(saga({ version: 2, steps: [step('all'), ...steps] }), plan);
    expect(flow.map(({ path }) => path)).toEqual(['all', 'card']);
    expect(flow[0]?.loop?.runs[0]?.flow().map(({ path }) => path)).toEqual(['all[0].card']);
  });

  it('show no branch that was not needed', () => {
    const branches = {
      a: [{ name: 'north', command: 'any.north' }],
      b: [{ name: 'south', command: 'any.south' }],
    };
    const any = planOf({ name: 'quotes', parallel: { join: 'any', branches } });
    expect(flowOf(saga({ state: 'completed', steps: [step('south')] }), any).map(({ name }) => name)).toEqual(
      ['south'],
    );
  });
});
