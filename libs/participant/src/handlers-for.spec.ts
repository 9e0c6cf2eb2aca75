import { handlersFor, type InputOf } from './handlers-for.js';
import type { CommandHandlers, ParticipantCommand } from './handler.js';

/** As CommandsOf, or `sagactl types`, gives it. */
interface Commands {
  'payments.charge': { input: { order: string; cents: number }; output: { receipt: string } };
  'payments.refund': { input: { order: string }; output: object | void };
  'payments.status'?: { input: object; output: object };
  'stock.reserve': { input: { sku: string }; output: object | void };
}

const charge = async ({ input }: ParticipantCommand<{ order: string; cents: number }>) => ({
  receipt: `${input.order} of ${input.cents}`,
});
const refund = () => {};

describe('handlersFor', () => {
  const handlers = handlersFor<Commands, string>();

  it('gives the handlers of a participant, with all that the definitions say of them', () => {
    const made: CommandHandlers<string> = handlers('payments', {
      'payments.charge': ({ input }, { tx }) => ({ receipt: `${input.cents.toFixed(2)} ${tx.trim()}` }),
      'payments.refund': async ({ input }) => void input.order.length,
    });
    expect(Object.keys(made)).toEqual(['payments.charge', 'payments.refund']);
  });

  it('takes those beside a step, too', () => {
    handlers('payments', {
      ...{ 'payments.charge': charge, 'payments.refund': refund },
      'payments.status': () => ({ outcome: 'done' }),
    });
  });

  it('does not compile when a command has no handler', () => {
    // @ts-expect-error: payments.refund is missing.
    handlers('payments', { 'payments.charge': charge });
  });

  it('does not compile when a name is misspelt, or is one of another participant', () => {
    // @ts-expect-error: there is no payments.refnd.
    handlers('payments', { 'payments.charge': charge, 'payments.refund': refund, 'payments.refnd': refund });
    // @ts-expect-error: stock.reserve is for stock.
    handlers('payments', { 'payments.charge': charge, 'payments.refund': refund, 'stock.reserve': refund });
    // @ts-expect-error: nobody asks mail for anything.
    handlers('mail', {});
  });

  it('does not compile when a handler reads what is not sent', () => {
    handlers('payments', {
      'payments.charge': charge,
      // @ts-expect-error: a refund is not told the cents.
      'payments.refund': ({ input }) => void input.cents,
    });
  });

  it('does not compile when a handler gives something else', () => {
    handlers('payments', {
      // @ts-expect-error: later steps read the receipt.
      'payments.charge': () => ({ paymentId: 'p-31' }),
      'payments.refund': refund,
    });
    // @ts-expect-error: nothing is no receipt.
    handlers('payments', { 'payments.charge': () => {}, 'payments.refund': refund });
  });

  it('does not compile when the transaction is used as something else', () => {
    handlers('payments', {
      'payments.charge': charge,
      // @ts-expect-error: the barrier's tx is a string here.
      'payments.refund': (_command, { tx }) => void tx.client,
    });
  });
});

describe('InputOf', () => {
  it('is what a method gets that handles a command', () => {
    const input: InputOf<Commands, 'payments.charge'> = { order: 'order-1', cents: 5 };
    // @ts-expect-error: a refund is not told the cents.
    const refunded: InputOf<Commands, 'payments.refund'> = input satisfies { order: string; dollars: number };
    expect(refunded).toBe(input);
  });
});
