import {
  COMMAND_NAME,
  commandId,
  participantOf,
  replyId,
  SAGA_ID,
  startId,
  topics,
  undoId,
} from './index.js';

describe('names', () => {
  it.each(['payments.charge', 'stock-keeper.items.reserve'])('%s is a command', (name) => {
    expect(name).toMatch(COMMAND_NAME);
  });

  it.each(['payments', 'Payments.charge', 'payments.', '.charge', '1st.charge'])(
    '%s is no command',
    (name) => {
      expect(name).not.toMatch(COMMAND_NAME);
    },
  );

  it('lead from a command to the topic of its participant', () => {
    expect(topics('staging.').command(participantOf('payments.charge'))).toBe(
      'staging.saga.command.payments',
    );
  });

  it('of sagas have no space', () => {
    expect('orders/7@eu').toMatch(SAGA_ID);
    expect('orders 7').not.toMatch(SAGA_ID);
  });
});

describe('ids', () => {
  it('follow from what is asked, so that a repeat is known as one', () => {
    const charge = commandId('order-7', 'charge', 'do', 1);
    expect(charge).toBe('order-7:charge:do:1');
    expect(replyId(charge)).toBe('order-7:charge:do:1:reply');
    expect(startId('order-7/pay', 1)).toBe('order-7/pay:start:1');
    expect(undoId('order-7/pay', 2)).toBe('order-7/pay:undo:2');
  });
});
