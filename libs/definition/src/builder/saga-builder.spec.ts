import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../compile.js';
import { parseDefinition } from '../parse-definition.js';
import { expression, output, saga } from './saga-builder.js';
import { expectSame } from './testing/expect-same.js';

const example = (path: string) =>
  parseDefinition(readFileSync(join(import.meta.dirname, '../../../..', path), 'utf8'));

interface Order {
  orderId: string;
  customerId: string;
  sku: string;
  quantity: number;
  amountCents: number;
  card: string;
  address: string;
}

describe('a saga in TypeScript', () => {
  it('is the same JSON as the saga in YAML: place-order', () => {
    const placeOrder = saga<Order>(
      {
        name: 'place-order',
        description: 'Reserve the goods, take the money, ship; undo all of it when any of these is refused.',
        deadline: '10m',
      },
      (order) =>
        order
          .step('open', {
            command: 'orders.open',
            input: ({ input: { orderId, customerId, sku, quantity, amountCents } }) => ({
              ...{ orderId, customerId, sku, quantity, amountCents },
            }),
            compensate: 'orders.cancel',
          })
          .step('reserve', {
            command: 'inventory.reserve',
            input: ({ input: { orderId, sku, quantity } }) => ({ orderId, sku, quantity }),
            compensate: 'inventory.release',
          })
          .step('charge', {
            command: 'payments.charge',
            input: ({ input: { orderId, customerId, amountCents, card } }) => ({
              ...{ orderId, customerId, amountCents, card },
            }),
            retry: { attempts: 5, backoff: '100ms', nonRetryable: ['invalid-input'] },
            compensate: 'payments.refund',
          })
          .step('ship', {
            command: 'shipping.book',
            input: ({ input: { orderId, address } }) => ({ orderId, address }),
            pivot: true,
          })
          .step('confirm', {
            command: 'orders.confirm',
            input: ({ input: { orderId } }) => ({ orderId }),
          }),
    );
    expect(placeOrder).toEqual(example('services/shop/sagas/place-order.yaml'));
  });

  it('has groups, delays and expressions as YAML has them', () => {
    const trip = saga<{ to: string; nights: number }>({ name: 'trip' }, (flow) =>
      flow
        .parallel('legs', {
          air: (leg) =>
            leg.step('flight', { command: 'air.book', compensate: 'air.cancel' }, output<{ id: string }>()),
          car: (leg) =>
            leg.step('rental', {
              command: 'cars.rent',
              input: ({ input }) => ({ city: input.to, days: expression<number>('input.nights + 1') }),
              compensate: 'cars.return',
            }),
        })
        .delay('night', '8h')
        .choose('thanks', [
          {
            when: 'input.nights > 7',
            then: (way) => way.step('wine', { command: 'hotel.wine', compensate: 'none' }),
          },
          { then: (way) => way.step('card', { command: 'hotel.card', compensate: 'none' }) },
        ])
        .step('tickets', {
          command: 'mail.send',
          input: ({ steps }) => ({ flight: steps.flight.id, kind: 'trip', lines: [1, null, true] }),
          compensate: { command: 'mail.recall', input: ({ input }) => ({ to: input.to }) },
        }),
    );
    expect(trip).toEqual(
      parseDefinition(`
name: trip
steps:
  - name: legs
    parallel:
      branches:
        air: [{ name: flight, command: air.book, compensate: air.cancel }]
        car:
          - name: rental
            command: cars.rent
            input: { city: "\${ input.to }", days: "\${ input.nights + 1 }" }
            compensate: cars.return
  - { name: night, delay: 8h }
  - name: thanks
    choose:
      - when: input.nights > 7
        steps: [{ name: wine, command: hotel.wine, compensate: none }]
      - steps: [{ name: card, command: hotel.card, compensate: none }]
  - name: tickets
    command: mail.send
    input: { flight: "\${ steps.flight.id }", kind: trip, lines: [1, null, true] }
    compensate: { command: mail.recall, input: { to: "\${ input.to }" } }
`),
    );
    expect(compile(trip, 1).commands.size).toBe(5);
  });

  it('does not compile when it reads what is not there', () => {
    const wrong = saga<{ to: string }>({ name: 'wrong' }, (flow) =>
      flow
        .step('flight', { command: 'air.book', compensate: 'none' }, output<{ id: string }>())
        .step('a', {
          command: 'any.a',
          compensate: 'none',
          // @ts-expect-error: the saga's input has no "too".
          input: ({ input }) => ({ to: input.too }),
        })
        .step('b', {
          command: 'any.b',
          compensate: 'none',
          // @ts-expect-error: no step "hotel" comes before.
          input: ({ steps }) => ({ id: steps.hotel.id }),
        })
        .step('c', {
          command: 'any.c',
          compensate: 'none',
          // @ts-expect-error: the flight has no "number".
          input: ({ steps }) => ({ id: steps.flight.number }),
        }),
    );
    // What the compiler can't see is still seen when the definition is checked.
    expect(() => compile(wrong, 1)).toThrow('no step "hotel" comes before this one');
  });

  it('says what a saga can say beside its steps', () => {
    const order = saga<Order>(
      {
        name: 'order',
        compensation: { order: 'parallel', concurrency: 5 },
        participants: { payments: { group: 'billing' } },
        onFailure: (flow) =>
          flow.step('apologize', {
            command: 'mail.apologize',
            input: ({ input, failure }) => ({
              order: input.orderId,
              why: failure.message,
              step: failure.step,
            }),
          }),
      },
      (flow) =>
        flow
          .step(
            'charge',
            { command: 'payments.charge', compensate: 'payments.refund' },
            output<{ id: string }>(),
          )
          .output(({ steps }) => ({ payment: steps.charge.id })),
    );
    expectSame(
      order,
      `
name: order
compensation: { order: parallel, concurrency: 5 }
participants: { payments: { group: billing } }
steps: [{ name: charge, command: payments.charge, compensate: payments.refund }]
output: { payment: "\${ steps.charge.id }" }
onFailure:
  - name: apologize
    command: mail.apologize
    input: { order: "\${ input.orderId }", why: "\${ failure.message }", step: "\${ failure.step }" }
`,
    );
  });

  it('puts expressions together from what they read', () => {
    const sum = expression<number>('input.a + 1');
    const built = saga<{ a: number; b: { 'odd-name': string } }>({ name: 'sums' }, (flow) =>
      flow.step('add', {
        command: 'any.add',
        compensate: 'none',
        input: ({ input }) => ({
          twice: expression<number>`${sum} * ${2}`,
          isOdd: expression<boolean>`${input.b['odd-name']} == ${'it"s'}`,
        }),
      }),
    );
    expect(built.steps[0]).toMatchObject({
      input: { twice: '${ (input.a + 1) * 2 }', isOdd: '${ (input.b["odd-name"]) == "it\\"s" }' },
    });
    compile(built, 1);
  });

  it('refuses what JSON can not say', () => {
    const build = () =>
      saga({ name: 'odd' }, (flow) => flow.step('a', { command: 'any.a', input: () => ({ now: () => 1 }) }));
    expect(build).toThrow("an input can't hold a function");
  });
});
