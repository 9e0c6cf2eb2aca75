import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse, sagaTest, succeed } from './index.js';

const definition = readFileSync(join(__dirname, '../../../services/shop/sagas/place-order.yaml'), 'utf8');

const order = {
  orderId: 'o-1',
  customerId: 'c-1',
  sku: 'tea',
  quantity: 2,
  amountCents: 1_800,
  card: '4111111111111111',
  address: { name: 'Ada', street: 'Main 1', city: 'Ulm', country: 'DE' },
};

describe("the shop's order", () => {
  it('leaves nothing behind when the card is declined', async () => {
    const saga = await sagaTest(definition)
      .participant('payments', { 'payments.charge': refuse('card-declined', 'no funds') })
      .run(order, { sagaId: 'o-1' });
    expect(saga.story()).toMatchInlineSnapshot(`
      "+0s  place-order starts
      +0s  open: orders.open
      +0s  open: done
      +0s  reserve: inventory.reserve
      +0s  reserve: done
      +0s  charge: payments.charge
      +0s  charge: refused (card-declined), given up
      +0s  compensating, because of card-declined at charge
      +0s  undo reserve: inventory.release
      +0s  undo reserve: done
      +0s  undo open: orders.cancel
      +0s  undo open: done
      +0s  compensated"
    `);
    expect(saga.standing).toEqual([]);
  });

  it('is charged what it costs', async () => {
    const saga = await sagaTest(definition)
      .participant('payments', { 'payments.charge': succeed({ paymentId: 'p-1' }) })
      .run(order);
    expect(saga.status).toBe('completed');
    expect(saga.step('charge')?.action).toMatchObject({
      input: { orderId: 'o-1', amountCents: 1_800 },
      output: { paymentId: 'p-1' },
    });
  });

  it('comes to a known end whatever fails', async () => {
    const exploration = await sagaTest(definition).explore(order);
    expect(exploration.table()).toMatchInlineSnapshot(`
      "step     failure     ends             standing
      open     refused     compensated      nothing
      open     broken      compensated      nothing
      open     silent      compensated      nothing
      open     reply lost  compensated      nothing
      reserve  refused     compensated      nothing
      reserve  broken      compensated      nothing
      reserve  silent      compensated      nothing
      reserve  reply lost  compensated      nothing
      charge   refused     compensated      nothing
      charge   broken      compensated      nothing
      charge   silent      compensated      nothing
      charge   reply lost  compensated      nothing
      ship     refused     compensated      nothing
      ship     broken      compensated      nothing
      ship     silent      needs-attention  open, reserve, charge
      ship     reply lost  needs-attention  open, reserve, charge, ship
      confirm  refused     needs-attention  open, reserve, charge, ship
      confirm  broken      needs-attention  open, reserve, charge, ship
      confirm  silent      needs-attention  open, reserve, charge, ship
      confirm  reply lost  needs-attention  open, reserve, charge, ship, confirm"
    `);
    const longest = Math.max(...exploration.outcomes.map(({ elapsed }) => elapsed));
    expect(longest).toBeLessThan(10 * 60_000);
  });

  it('leaves nothing behind wherever it is undone, even if two things fail', async () => {
    const { outcomes } = await sagaTest(definition).explore(order, { pairs: true });
    const undone = outcomes.filter(({ status }) => status === 'compensated');
    expect(undone.length).toBeGreaterThan(0);
    for (const { standing } of undone) expect(standing).toEqual([]);
  });
});
