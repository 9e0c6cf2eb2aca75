import { expression, output, saga } from './saga-builder.js';
import { expectSame } from './testing/expect-same.js';

it('writes a flow for each item, of a list in a list, too', () => {
  const built = saga<{ orders: { id: string; lines: string[] }[] }>({ name: 'ship-all' }, (all) =>
    all
      .each('orders', { in: ({ input }) => input.orders, as: 'order', concurrency: 20 }, (one) =>
        one
          .each('lines', { in: ({ order }) => order.lines }, (line) =>
            line.step('pick', {
              command: 'stock.pick',
              input: ({ order, item, index }) => ({ order: order.id, sku: item, place: index }),
              compensate: 'stock.return',
            }),
          )
          .step(
            'ship',
            { command: 'shipping.book', compensate: 'shipping.cancel' },
            output<{ parcel: string }>(),
          )
          .output(({ order, steps }) => ({
            order: order.id,
            parcel: steps.ship.parcel,
            lines: steps.lines.count,
          })),
      )
      .each('notices', { in: ({ steps }) => steps.orders.results, description: 'tell them' }, (notice) =>
        notice.step('tell', {
          command: 'mail.send',
          input: ({ item }) => ({ parcel: item.parcel, lines: item.lines }),
          compensate: 'none',
        }),
      ),
  );
  expectSame(
    built,
    `
name: ship-all
steps:
  - name: orders
    each:
      in: input.orders
      as: order
      concurrency: 20
      steps:
        - name: lines
          each:
            in: order.lines
            steps:
              - name: pick
                command: stock.pick
                input: { order: "\${ order.id }", sku: "\${ item }", place: "\${ index }" }
                compensate: stock.return
        - { name: ship, command: shipping.book, compensate: shipping.cancel }
      output: { order: "\${ order.id }", parcel: "\${ steps.ship.parcel }", lines: "\${ steps.lines.count }" }
  - name: notices
    description: tell them
    each:
      in: steps.orders.results
      steps:
        - name: tell
          command: mail.send
          input: { parcel: "\${ item.parcel }", lines: "\${ item.lines }" }
          compensate: none
`,
  );
});

it('writes rounds, of which the last can be read', () => {
  const built = saga({ name: 'poll' }, (flow) =>
    flow
      .repeat(
        'poll',
        (round) =>
          round
            .delay('pause', '10s')
            .step(
              'check',
              { command: 'carrier.check', input: ({ round }) => ({ round }), compensate: 'none' },
              output<{ arrived: boolean; at: string }>(),
            ),
        { until: ({ steps }) => steps.check.arrived, atMost: 30 },
      )
      .step('note', {
        command: 'orders.note',
        input: ({ steps }) => ({ at: steps.check.at, asked: steps.poll.rounds }),
        compensate: 'none',
      }),
  );
  expectSame(
    built,
    `
name: poll
steps:
  - name: poll
    repeat:
      until: steps.check.arrived
      atMost: 30
      steps:
        - { name: pause, delay: 10s }
        - { name: check, command: carrier.check, input: { round: "\${ round }" }, compensate: none }
  - name: note
    command: orders.note
    input: { at: "\${ steps.check.at }", asked: "\${ steps.poll.rounds }" }
    compensate: none
`,
  );
});

it('writes ways that are tried one after the other, options, and branches of which some will do', () => {
  const built = saga<{ parcels: string[] }>({ name: 'pay' }, (flow) =>
    flow
      .try(
        'pay',
        [
          { then: (way) => way.step('card', { command: 'cards.charge', compensate: 'cards.refund' }) },
          {
            when: ({ failure }) => expression<boolean>`${failure.code} != ${'fraud'}`,
            then: (way) => way.step('invoice', { command: 'invoices.write', compensate: 'invoices.cancel' }),
          },
          { when: "failure.code == 'fraud'", then: (way) => way },
        ],
        { description: 'by card, or by invoice' },
      )
      .parallel(
        'quotes',
        {
          north: (quote) => quote.step('north', { command: 'north.quote', compensate: 'none' }),
          south: (quote) => quote.step('south', { command: 'south.quote', compensate: 'none' }),
        },
        { join: 'any', description: 'the first will do' },
      )
      .parallel(
        'checks',
        {
          a: (check) => check.step('one', { command: 'checks.one', compensate: 'none' }),
          b: (check) => check.step('two', { command: 'checks.two', compensate: 'none' }),
        },
        { join: 2 },
      )
      .choose('size', [
        {
          when: ({ input }) => expression<boolean>`size(${input.parcels}) > ${3}`,
          then: (large) => large.step('truck', { command: 'trucks.book', compensate: 'none' }),
        },
      ]),
  );
  expectSame(
    built,
    `
name: pay
steps:
  - name: pay
    description: by card, or by invoice
    try:
      - steps: [{ name: card, command: cards.charge, compensate: cards.refund }]
      - when: failure.code != "fraud"
        steps: [{ name: invoice, command: invoices.write, compensate: invoices.cancel }]
      - { when: "failure.code == 'fraud'", steps: [] }
  - name: quotes
    description: the first will do
    parallel:
      join: any
      branches:
        north: [{ name: north, command: north.quote, compensate: none }]
        south: [{ name: south, command: south.quote, compensate: none }]
  - name: checks
    parallel:
      join: 2
      branches:
        a: [{ name: one, command: checks.one, compensate: none }]
        b: [{ name: two, command: checks.two, compensate: none }]
  - name: size
    choose:
      - when: size(input.parcels) > 3
        steps: [{ name: truck, command: trucks.book, compensate: none }]
`,
  );
});
