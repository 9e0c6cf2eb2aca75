import { refuse } from './answer.js';
import { sagaTest } from './saga-test.js';

const ORDER = `
name: order
choreography:
  events:
    placed: { type: order.placed, topic: shop, key: event.data.order, starts: true, compensate: shop.cancel }
    paid: { type: payment.taken, topic: bank, key: event.data.order, after: [placed], within: 5m, compensate: bank.refund }
    shipped: { type: goods.shipped, topic: stock, key: event.data.order, after: [paid], within: 1d, compensate: { event: goods.recalled, topic: stock } }
`;
const event = (type: string, topic: string) => ({ type, topic, data: { order: 'o-1' } });

describe('a choreography', () => {
  const begin = async (test = sagaTest(ORDER)) => {
    const run = await test.run({ key: 'o-1', event: {} });
    return run.event(event('order.placed', 'shop'));
  };

  it('is followed by its events', async () => {
    const run = await begin();
    expect(run.status).toBe('running');
    await run.event(event('payment.taken', 'bank'));
    await run.event(event('goods.shipped', 'stock'));
    expect(run.status).toBe('completed');
  });

  it('is undone by commands, and by events', async () => {
    const run = await begin(sagaTest(ORDER).participant('bank', { 'bank.refund': [refuse('no-account')] }));
    await run.event(event('goods.shipped', 'stock'));
    await run.toEnd();
    expect(run.status).toBe('compensated');
    expect(run.published).toMatchObject([{ event: 'goods.recalled', topic: 'stock' }]);
    expect(run.commands.map(({ name }) => name)).toEqual(['shop.cancel']);
  });
});
