import { parseExpression } from '../expression.js';
import { imported, steps } from './testing/imported.js';

it.each([
  ['PT30S', '30s'],
  ['PT1H30M', '90m'],
  ['P1DT12H', '36h'],
  ['P2W', '14d'],
  ['PT0.25S', '250ms'],
  ['{ days: 1, hours: 2, minutes: 3, seconds: 4, milliseconds: 5 }', '93785s'],
  ['{ milliseconds: 1500 }', '1500ms'],
])('waits for %s: %s', (duration, delay) => {
  expect(imported(`do: [{ pause: { wait: ${duration} } }]`)).toMatchObject({
    steps: [{ name: 'pause', delay }],
    notMapped: duration.includes('days: 1,') ? [{ what: '93784005 ms' }] : [],
  });
});

it('lists durations that a saga can not have exactly, or not beforehand', () => {
  const { notMapped } = imported(`
    do:
      - a: { wait: P1Y }
      - b: { wait: '\${ .time }' }
      - c: { wait: { seconds: 0 } }
  `);
  expect(notMapped.map(({ path, what }) => [path, what])).toEqual([
    ['/do/0/a/wait', 'the duration P1Y'],
    ['/do/1/b/wait', 'the duration ${ .time }'],
    ['/do/2/c/wait', '0 ms'],
  ]);
});

it('limits the time of steps, and of the whole', () => {
  const { definition, paths } = imported(`
    use: { timeouts: { short: { after: PT5S } } }
    do:
      - a: { call: shop.a, timeout: short, metadata: { compensate: none } }
      - b: { call: shop.b, timeout: { after: { hours: 1 } }, metadata: { compensate: none } }
      - c: { call: shop.c, metadata: { compensate: none } }
      - d: { do: [{ e: { wait: PT1S } }], timeout: { after: PT1M } }
    timeout: { after: PT20S }
  `);
  expect(definition).toMatchObject({
    deadline: '20s',
    steps: [{ timeout: '5s' }, { timeout: '20s' }, { timeout: '20s' }, { delay: '1s' }],
  });
  expect(paths).toEqual(['/do/3/d/timeout']);
});

it('has no deadline that a pause exceeds', () => {
  const { definition, paths } = imported(`
    do: [{ pause: { wait: P7D } }]
    timeout: { after: P1D }
  `);
  expect([definition.deadline, paths]).toEqual([undefined, ['/timeout/after']]);
});

describe('listening', () => {
  it('is a wait for an event, by what it has in common with the workflow', () => {
    expect(
      imported(
        `
        do:
          - payment:
              listen:
                to:
                  one:
                    with: { type: bank.payment.received, source: /bank, data: '\${ .sum >= 10 }' }
                    correlate: { order: { from: .data.orderId, expect: '\${ .id }' } }
              timeout: { after: P3D }
              metadata: { topic: bank.payments }
          - ship:
              call: shop.ship
              with: { paid: '\${ .[0].sum }' }
              metadata: { compensate: shop.callBack }
      `.replace('callBack', 'call-back'),
      ),
    ).toMatchObject({
      notMapped: [],
      steps: steps(`
        - name: payment
          event:
            type: bank.payment.received
            topic: bank.payments
            key: input.id
            match: "event.source == '/bank' && has(event.data.sum) && event.data.sum >= 10 ? dyn(event.data.orderId) : null"
          timeout: 3d
        - { name: ship, command: shop.ship, input: { paid: '\${ steps.payment.sum }' }, compensate: shop.call-back }
      `),
    });
  });

  it('makes one key of several correlations', () => {
    const { steps } = imported(`
      do:
        - payment:
            listen:
              to:
                one:
                  with: { type: paid }
                  correlate:
                    order: { from: .data.orderId, expect: '\${ .id }' }
                    kind: { from: .data.kind, expect: full }
            metadata: { topic: payments }
    `);
    const { key, match } = (steps[0] as unknown as { event: { key: string; match: string } }).event;
    const expected = parseExpression(key, ['input']).evaluate({ input: { id: 7 } });
    const matched = (kind: string) =>
      parseExpression(match, ['event']).evaluate({ event: { data: { orderId: 7, kind } } });
    expect(matched('full')).toBe(expected);
    expect(matched('part')).not.toBe(expected);
  });

  it('for an event with the id of the workflow is a wait for a signal', () => {
    const { steps, notMapped } = imported(`
      do:
        - approval:
            listen:
              to:
                one:
                  with: { type: com.shop.order.Approved }
                  correlate: { saga: { from: .data.workflow, expect: '\${ $workflow.id }' } }
            output: { as: { by: '\${ .[0].name }' } }
    `);
    expect(steps).toEqual([
      { name: 'approval', signal: 'com-shop-order-approved', output: { by: '${ signal.name }' } },
    ]);
    expect(notMapped).toEqual([expect.objectContaining({ path: '/do/0/approval/listen/to/one' })]);
  });

  it.each([
    ['all', undefined],
    ['any', 'any'],
  ])('for %s of several events is a wait for each of them, side by side', (strategy, join) => {
    const { steps, paths } = imported(`
      do:
        - vitals:
            listen:
              to:
                ${strategy}:
                  - with: { type: ward.temperature.v1 }
                  - with: { type: ward.pulse.v1 }
              read: envelope
            metadata: { topic: ward }
    `);
    expect(steps).toMatchObject([
      {
        name: 'vitals',
        parallel: {
          branches: {
            vitalsTemperature: [
              { event: { type: 'ward.temperature.v1', topic: 'ward' }, output: '${ event }' },
            ],
            vitalsPulse: [{ event: { type: 'ward.pulse.v1' } }],
          },
        },
      },
    ]);
    expect((steps[0] as { parallel?: { join?: string } }).parallel!.join).toBe(join);
    expect(paths).toEqual([
      '/do/0/vitals/listen/to/' + strategy + '/0/correlate',
      '/do/0/vitals/listen/to/' + strategy + '/1/correlate',
    ]);
  });

  it('lists what a wait for one event can not do', () => {
    const { steps, paths } = imported(`
      do:
        - a:
            listen: { to: { any: [{ with: { type: x, subject: y, data: { z: 1 } }, correlate: { c: { from: .data.z } } }], until: '. != null' }, read: raw }
            foreach: { do: [{ b: { wait: PT1S } }] }
        - c: { listen: { to: { any: [] } } }
        - d: { listen: { to: { one: { with: { source: /somewhere } } } } }
    `);
    expect(steps).toMatchObject([
      { event: { key: "'any'", match: "'any'" } },
      { signal: 'c' },
      { signal: 'd' },
    ]);
    expect(paths).toEqual([
      '/do/0/a/metadata/topic',
      '/do/0/a/listen/to/any/0/with/subject',
      '/do/0/a/listen/to/any/0/with/data',
      '/do/0/a/listen/to/any/0/correlate',
      '/do/0/a/listen/to/any/0/correlate/c',
      '/do/0/a/listen/to/until',
      '/do/0/a/listen/read',
      '/do/0/a/foreach',
      '/do/1/c/listen/to',
      '/do/2/d/listen/to/one',
    ]);
  });
});

it('is started by events, which are its input', () => {
  const { definition, notMapped } = imported(`
    schedule: { on: { any: [{ with: { type: order.placed } }, { with: { type: order.changed } }] } }
    do:
      - charge:
          call: shop.charge
          with: { sum: '\${ $workflow.input[0].data.sum }', by: '\${ .[0].source }' }
          metadata: { compensate: shop.refund }
  `);
  expect(definition).toMatchObject({
    startOn: [
      { event: 'order.placed', topic: 'order.placed', key: 'event.id', input: '${ event }' },
      { event: 'order.changed', topic: 'order.changed' },
    ],
    steps: [{ input: { sum: '${ input.data.sum }', by: '${ input.source }' } }],
  });
  expect(notMapped.map(({ path, what }) => [path, what])).toEqual([
    ['/document/metadata/topic', 'the topic of order.placed'],
    ['/document/metadata/topic', 'the topic of order.changed'],
  ]);
});

it('has no schedule by the clock, and no events that have to come together', () => {
  const { definition, paths } = imported(`
    schedule: { cron: 0 0 * * *, on: { all: [{ with: { type: a } }] } }
    do: [{ pause: { wait: PT1S } }]
  `);
  expect([definition.startOn, paths]).toEqual([undefined, ['/schedule/cron', '/schedule/on/all']]);
});
