import type { JsonObject } from '../json.js';
import type { CommandsOf } from './commands-of.js';
import { expression, input, output, saga } from './saga-builder.js';

interface Order {
  id: string;
  cents: number;
  lines: { sku: string; count: number }[];
}

/** Compiles only if both types are the same. */
function same<A, B>(
  ..._: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? [] : [never]
): void {}

const placeOrder = saga({ name: 'place-order', input: input<Order>() }, (order) =>
  order
    .each('lines', { in: ({ input }) => input.lines, as: 'line' }, (each) =>
      each
        .step('pick', {
          command: 'stock.pick',
          input: ({ line }) => ({ sku: line.sku, count: line.count }),
          compensate: 'stock.put-back',
        })
        .output(({ line }) => ({ sku: line.sku })),
    )
    .step(
      'charge',
      {
        command: 'payments.charge',
        input: ({ input }) => ({ cents: input.cents, double: expression<number>('input.cents * 2') }),
        compensate: {
          command: 'payments.refund',
          input: ({ input }) => ({ order: input.id }),
          verify: 'payments.is-refunded',
        },
        status: 'payments.status',
      },
      output<{ receipt: string }>(),
    )
    .choose('thanks', [
      {
        when: 'input.cents > 100',
        then: (way) => way.step('wine', { command: 'gifts.wine', compensate: 'none' }),
      },
      {
        then: (way) =>
          way.step('card', {
            command: 'gifts.card',
            input: ({ input }) => ({ to: input.id }),
            compensate: 'none',
          }),
      },
    ])
    .output(({ steps }) => ({ receipt: steps.charge.receipt })),
);

const returnOrder = saga(
  {
    name: 'return-order',
    input: input<{ receipt: string }>(),
    onFailure: (flow) =>
      flow.step('tell', { command: 'mail.sorry', input: ({ failure }) => ({ why: failure.message }) }),
  },
  (flow) =>
    flow
      .try('refund', [
        {
          then: (way) =>
            way.step('card', {
              command: 'payments.refund',
              input: ({ input }) => ({ receipt: input.receipt }),
              compensate: 'none',
            }),
        },
        { then: (way) => way.step('voucher', { command: 'vouchers.write', compensate: 'vouchers.void' }) },
      ])
      .parallel(
        'tell',
        {
          a: (flow) => flow.step('a', { command: 'mail.send', compensate: 'none' }),
          b: (flow) => flow.step('b', { command: 'phone.send', compensate: 'none' }),
        },
        { join: 'any' },
      )
      .repeat('poll', (round) => round.step('check', { command: 'stock.check', compensate: 'none' }), {
        ...{ until: 'true', atMost: 3 },
      }),
);

type Placing = CommandsOf<typeof placeOrder>;
type All = CommandsOf<typeof placeOrder | typeof returnOrder>;

type Input<Commands, Name extends keyof Commands> = Commands[Name] extends { input: infer Given }
  ? Given
  : never;

describe('CommandsOf a saga', () => {
  it('names the commands of its steps and their compensations, wherever they stand, and those beside them', () => {
    const names: Record<keyof Placing, true> = {
      ...{ 'stock.pick': true, 'stock.put-back': true, 'payments.charge': true, 'payments.refund': true },
      ...{ 'gifts.wine': true, 'gifts.card': true, 'payments.status': true, 'payments.is-refunded': true },
    };
    // @ts-expect-error: "none" is no command.
    expect(names).not.toHaveProperty('none' satisfies keyof Placing);
    const others: Record<Exclude<keyof All, keyof Placing>, true> = {
      ...{ 'mail.sorry': true, 'mail.send': true, 'phone.send': true, 'stock.check': true },
      ...{ 'vouchers.write': true, 'vouchers.void': true },
    };
    expect(Object.keys(others)).toHaveLength(6);
  });

  it('knows what they are sent: what the step says, and a compensation the same unless it says otherwise', () => {
    same<Input<Placing, 'stock.pick'>, { sku: string; count: number }>();
    same<Input<Placing, 'stock.put-back'>, { sku: string; count: number }>();
    same<Input<Placing, 'payments.charge'>, { cents: number; double: number }>();
    same<Input<Placing, 'payments.refund'>, { order: string }>();
    same<Input<All, 'mail.sorry'>, { why: string }>();
  });

  it('knows all that a command is sent that several steps send', () => {
    same<Input<All, 'payments.refund'>, { order: string } | { receipt: string }>();
  });

  it('knows what has to come of them, as far as the saga says', () => {
    same<Placing['payments.charge']['output'], { receipt: string }>();
    same<Placing['payments.refund']['output'], JsonObject | void>();
  });

  it('leaves it open whether those beside a step are known to their participant', () => {
    const none: Pick<Placing, 'payments.status' | 'payments.is-refunded'> = {};
    expect(none).toEqual({});
  });

  it('knows none of a saga whose input is told in another way', () => {
    const untold = saga<Order>({ name: 'untold' }, (flow) =>
      flow.step('charge', { command: 'payments.charge', compensate: 'none' }),
    );
    same<keyof CommandsOf<typeof untold>, never>();
    expect(untold.name).toBe('untold');
  });

  it('is nothing that a definition has at run time', () => {
    expect(returnOrder).not.toHaveProperty('input');
    expect(Object.getOwnPropertySymbols(placeOrder)).toEqual([]);
  });
});
