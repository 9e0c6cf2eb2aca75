import { SUCCESS } from './testing/participants.js';
import { ScriptedSaga } from './testing/scripted-saga.js';

const ORDER = `
name: order
choreography:
  keep: 30m
  events:
    shipped: { type: goods.shipped, topic: shipping, key: event.data.order, after: [paid, reserved], within: 2h }
    placed: { type: order.placed, topic: shop, key: event.data.order, starts: true, compensate: orders.cancel }
    paid: { type: payment.taken, topic: bank, key: event.data.order, after: [placed], within: 5m, compensate: { command: bank.refund, input: { cents: "\${ steps.paid.cents }" } } }
    reserved: { type: goods.reserved, topic: stock, key: event.data.order, after: [placed], within: 5m, compensate: { event: goods.released, topic: stock, key: input.key, input: { order: "\${ input.key }" } } }
    rated: { type: order.rated, topic: shop, key: event.data.order, optional: true }
    declined: { type: payment.declined, topic: bank, key: event.data.order, fails: true }
`;
const MINUTE = 60_000;

/** The choreography as it has begun: its first event has started the saga, and arrives as all others do. */
function begun(): ScriptedSaga {
  const saga = new ScriptedSaga(ORDER, { key: 'o-1', event: { order: 'o-1' } });
  saga.event('placed', { order: 'o-1' });
  return saga;
}
const undone = (saga: ScriptedSaga) =>
  saga.story.events.flatMap((event) =>
    event.type === 'step-succeeded' && event.direction === 'undo' ? [event.step] : [],
  );

describe('a choreography', () => {
  it('awaits all its events from the beginning, under the key of its flow', () => {
    const saga = begun();
    const awaited = saga.story.effects.filter((effect) => effect.type === 'await-event').slice(0, 6);
    expect(awaited.map(({ step }) => step)).toEqual([
      'placed',
      'rated',
      'declined',
      'paid',
      'reserved',
      'shipped',
    ]);
    expect(awaited.at(-1)).toMatchObject({
      topic: 'shipping',
      event: 'goods.shipped',
      key: 'o-1',
      keep: 30 * MINUTE,
    });
  });

  it('is completed when all have come that have to, in whatever order', () => {
    for (const order of [
      ['paid', 'reserved', 'shipped'],
      ['shipped', 'reserved', 'paid'],
    ]) {
      const saga = begun();
      for (const event of order) saga.event(event, { cents: 1 });
      expect(saga.status).toBe('completed');
      expect(saga.sent).toEqual([]);
    }
  });

  it('expects an event in time from when those have come that it comes after', () => {
    const saga = begun();
    expect(saga.execution('shipped').dueAt).toBeNull();
    saga.event('paid', { cents: 1 });
    saga.passes(MINUTE);
    saga.event('reserved', {});
    expect(saga.execution('shipped').dueAt).toBe(121 * MINUTE);
  });

  it('undoes just what has happened when an event is missing', () => {
    const saga = begun();
    saga.event('paid', { cents: 5 });
    saga.passes(5 * MINUTE);
    expect(saga.state.failure).toEqual({
      code: 'event-missing',
      step: 'reserved',
      message: 'no goods.reserved with the key "o-1" on stock in time',
    });
    expect(saga.sent).toEqual(['paid.undo#1']);
    expect(saga.inputOf('undo paid')).toEqual({ cents: 5 });
    // To its participant it is something to do.
    saga.story.tell({ type: 'reply', step: 'paid.undo', direction: 'do', attempt: 1, outcome: SUCCESS });
    saga.succeeds('undo placed');
    expect(saga.status).toBe('compensated');
    expect(undone(saga)).toEqual(['paid', 'placed']);
  });

  it('undoes by an event what is to be undone by one', () => {
    const saga = begun();
    saga.event('reserved', {});
    saga.event('declined', {});
    expect(saga.state.failure).toMatchObject({ code: 'failed-by-event', step: 'choreography' });
    expect(saga.latest('publish-event')).toEqual({
      type: 'publish-event',
      step: 'reserved',
      attempt: 1,
      event: 'goods.released',
      topic: 'stock',
      key: 'o-1',
      data: { order: 'o-1' },
    });
    expect(saga.sent).toEqual(['placed.undo#1']);
    saga.succeeds('undo placed');
    expect(saga.status).toBe('compensated');
  });

  it('undoes what is told of late, even after its end', () => {
    const saga = begun();
    saga.event('declined', {});
    saga.succeeds('undo placed');
    expect(saga.status).toBe('compensated');
    expect(saga.event('paid', { cents: 5 })).toBeNull();
    expect(saga.status).toBe('compensating');
    saga.succeeds('undo paid');
    expect(saga.status).toBe('compensated');
  });

  it('notes an event that comes again, or when everything is over', () => {
    const saga = begun();
    saga.event('paid', { cents: 1 });
    saga.event('paid', { again: true });
    for (const event of ['reserved', 'shipped', 'declined']) saga.event(event, {});
    expect(saga.status).toBe('completed');
    const unexpected = saga.story.events.filter((event) => event.type === 'event-unexpected');
    expect(unexpected.map(({ step }) => step)).toEqual(['paid', 'declined']);
  });

  it('is told of an event again after it has come', () => {
    const saga = begun();
    for (const event of ['paid', 'paid']) {
      saga.event(event, { cents: 1 });
      expect(saga.latest('await-event')).toMatchObject({ step: 'paid', key: 'o-1' });
    }
  });

  it('keeps how an event is undone as soon as it has come', () => {
    const saga = begun();
    saga.event('paid', { cents: 5 });
    expect(saga.latest('register-compensation')).toEqual({
      type: 'register-compensation',
      step: 'paid',
      command: 'bank.refund',
      input: { cents: 5 },
    });
  });
});

it('a saga may command one part of its work and observe another', () => {
  const saga = new ScriptedSaga(
    `
name: mixed
steps:
  - { name: order, command: shop.order, compensate: shop.cancel }
  - name: delivery
    observe:
      key: steps.order.id
      events:
        packed: { type: packed, topic: stock, match: event.data.order, within: 1h, compensate: stock.unpack }
        gone: { type: gone, topic: stock, match: event.data.order, after: [packed], within: 1h }
  - { name: bill, command: bank.bill, compensate: none, input: { truck: "\${ steps.gone.truck }" } }
`,
  );
  saga.succeeds('order', { id: 7 });
  saga.event('packed', {});
  saga.event('gone', { truck: 't-1' });
  expect(saga.inputOf('bill')).toEqual({ truck: 't-1' });
  saga.refuses('bill');
  saga.succeeds('undo packed');
  saga.succeeds('undo order');
  expect(saga.status).toBe('compensated');
});
