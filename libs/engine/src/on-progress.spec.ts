import { ORDER } from './testing/order-saga.js';
import { ScriptedSaga } from './testing/scripted-saga.js';

describe('news of progress', () => {
  it('let the time for the reply begin anew, however often', () => {
    const saga = new ScriptedSaga(ORDER);
    for (let fraction = 0; fraction < 1; fraction += 0.25) {
      saga.passes(900);
      expect(saga.progresses('reserve', fraction)).toBeNull();
    }
    expect(saga.sent).toEqual(['reserve#1']);
    expect(saga.execution('reserve')).toMatchObject({ status: 'waiting', attempt: 1, dueAt: 4_600 });
    saga.passes(1_100);
    expect(saga.sent).toEqual(['reserve#1', 'reserve#2']);
  });

  it('are a line of the history', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.passes(500);
    saga.progresses('reserve', 0.4, 'counting');
    expect(saga.story.events.at(-1)).toEqual({
      ...{ type: 'step-progressed', step: 'reserve', direction: 'do', attempt: 1 },
      ...{ fraction: 0.4, note: 'counting', dueAt: 1_500, at: 500 },
    });
  });

  it('count for a compensation, too', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.succeeds('reserve');
    saga.refuses('charge');
    saga.passes(900);
    saga.progresses('undo reserve', 0.5);
    saga.passes(900);
    expect(saga.sent.at(-1)).toBe('undo reserve#1');
    saga.succeeds('undo reserve');
    expect(saga.status).toBe('compensated');
  });

  it('of an attempt that is over change nothing', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.passes(1_100);
    const before = saga.state;
    expect(saga.progresses('reserve#1', 0.9)?.code).toBe('late-reply');
    expect(saga.state).toBe(before);
  });

  it.each([
    ['between two attempts', (saga: ScriptedSaga) => saga.breaks('reserve')],
    ['when it is done', (saga: ScriptedSaga) => saga.succeeds('reserve')],
    ['when it is being undone', (saga: ScriptedSaga) => saga.operator('cancel')],
  ])('of a step change nothing %s', (_when, happens) => {
    const saga = new ScriptedSaga(ORDER);
    happens(saga);
    expect(saga.progresses('reserve', 0.9)?.code).toBe('late-reply');
  });

  it('of what was never commanded are a fault', () => {
    const saga = new ScriptedSaga(ORDER);
    expect(saga.progresses('charge', 0.1)?.code).toBe('step-not-commanded');
    expect(saga.progresses('undo reserve', 0.1)?.code).toBe('step-not-commanded');
    expect(saga.progresses('polish', 0.1)?.code).toBe('step-not-commanded');
  });

  it('count for a command that undoes what an event has told of, by the address that it has', () => {
    const saga = new ScriptedSaga(
      `
name: order
choreography:
  events:
    placed: { type: order.placed, topic: shop, key: event.data.order, starts: true }
    paid: { type: payment.taken, topic: bank, key: event.data.order, compensate: { command: bank.refund, timeout: 1s } }
    shipped: { type: goods.shipped, topic: stock, key: event.data.order }
    declined: { type: payment.declined, topic: bank, key: event.data.order, fails: true }
`,
      { key: 'o-1', event: { order: 'o-1' } },
    );
    for (const event of ['placed', 'paid', 'declined']) saga.event(event, {});
    saga.passes(900);
    expect(saga.progresses('paid.undo', 0.5)).toBeNull();
    expect(saga.execution('undo paid')).toMatchObject({ status: 'waiting', attempt: 1, dueAt: 1_900 });
    expect(saga.progresses('paid', 0.5)?.code).toBe('step-not-commanded');
  });

  it('leave the time longer that a participant has to be asked what became of it', () => {
    const saga = new ScriptedSaga(`
name: order
steps:
  - name: charge
    command: payments.charge
    timeout: 1s
    status: { command: payments.status, deadline: 10s }
    compensate: payments.refund
`);
    saga.passes(1_000);
    expect(saga.sent.at(-1)).toBe('charge.status[1]#1');
    expect(saga.execution('charge').dueAt).toBe(11_000);
    saga.progresses('charge', 0.5);
    expect(saga.execution('charge').dueAt).toBe(11_000);
  });

  it('do not stop the clock of the saga', () => {
    const saga = new ScriptedSaga(ORDER);
    for (let passed = 0; passed < 10_000; passed += 500) {
      saga.passes(500);
      saga.progresses('reserve', 0.5);
    }
    expect(saga.sent.at(-1)).toBe('undo reserve#1');
    expect(saga.state.failure?.code).toBe('deadline-exceeded');
  });
});
