import { createInMemoryBus, type Bus } from '@saga/bus';
import type { Outcome } from '@saga/contracts';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { auditBooks, checkBooks } from './books/check-books.js';
import { orderOf, type PlacedOrder } from './generator/order-mix.js';
import { startInventory, startOrders, startPayments, startShipping, type RunningService } from './index.js';
import { handCoordinator, type HandCoordinator } from './testing/hand-coordinator.js';
import { askUntilDecided, placeOrderByHand } from './testing/place-order-by-hand.js';

describe('the shop', () => {
  let database: TestDatabase;
  let bus: Bus;
  let services: RunningService[];
  let coordinator: HandCoordinator;

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createInMemoryBus();
    const options = { bus, databaseUrl: database.url, technicalFailureRate: 0.05 };
    services = await Promise.all(
      [startOrders, startInventory, startPayments, startShipping].map((start) => start(options)),
    );
    coordinator = await handCoordinator(bus);
  });

  afterAll(async () => {
    await coordinator.stop();
    for (const service of services) await service.stop();
    await bus.close();
    await database.dispose();
  });

  function goodOrder(orderId: string): PlacedOrder {
    return { ...orderOf({ seed: 'good', businessFailureRate: 0 }, 1), orderId };
  }

  function failureOf(outcome: Outcome) {
    return outcome.result === 'success' ? undefined : outcome.failure;
  }

  it('confirms or undoes every order, though commands break, come twice and are refused', async () => {
    const mix = { seed: 'mixed', businessFailureRate: 0.2 };
    const orders = Array.from({ length: 120 }, (_, number) => orderOf(mix, number));
    const refusals = await Promise.all(orders.map((order) => placeOrderByHand(coordinator, order)));
    expect(new Set(refusals)).toEqual(
      new Set([undefined, 'out-of-stock', 'card-declined', 'address-rejected']),
    );
    const cancelled = refusals.filter((refusal) => refusal !== undefined).length;
    expect(await checkBooks(database.pool)).toMatchObject({
      balanced: true,
      problems: [],
      totals: { confirmed: 120 - cancelled, cancelled, open: 0, shipped: 120 - cancelled },
    });
  }, 30_000);

  it('refuses a customer beyond the limit', async () => {
    await database.pool.query(
      'INSERT INTO shop_payments.customers (customer_id, credit_limit_cents) VALUES ($1, $2)',
      ['pauper', 100],
    );
    const order = { ...goodOrder('order-of-pauper'), customerId: 'pauper' };
    expect(await placeOrderByHand(coordinator, order)).toBe('insufficient-credit');
  });

  it('refuses a second saga with the id of an order that exists', async () => {
    const order = goodOrder('order-twice');
    expect(await placeOrderByHand(coordinator, order)).toBeUndefined();
    const again = { sagaId: 'another-saga', step: 'open', name: 'orders.open', input: order };
    expect(failureOf(await askUntilDecided(coordinator, again))).toMatchObject({ code: 'order-exists' });
  });

  it('tells of wrong input which field it is', async () => {
    const input = { orderId: 'order-wrong', address: 12 };
    const wrong = { sagaId: 'order-wrong', step: 'ship', name: 'shipping.book', input };
    expect(failureOf(await coordinator.ask(wrong))).toMatchObject({
      code: 'invalid-input',
      details: { fields: ['address'] },
    });
  });

  describe('its books', () => {
    it('name the order that is half-done, and are balanced again when it is over', async () => {
      const order = goodOrder('order-half-done');
      const half = { sagaId: order.orderId, input: order };
      await askUntilDecided(coordinator, { ...half, step: 'open', name: 'orders.open' });
      await askUntilDecided(coordinator, { ...half, step: 'charge', name: 'payments.charge' });
      expect(await checkBooks(database.pool)).toMatchObject({
        balanced: false,
        problems: [
          expect.stringMatching(/^order order-half-done is open: 0 reservations .* 1 charges and 0 refunds/),
        ],
      });
      expect(await placeOrderByHand(coordinator, order)).toBeUndefined();
      expect(await checkBooks(database.pool)).toMatchObject({ balanced: true });
    });

    it.each([
      [
        'a second charge',
        `INSERT INTO shop_payments.ledger (order_id, posting, account, amount_cents)
        SELECT order_id, posting, account, amount_cents FROM shop_payments.ledger WHERE order_id = 'order-books'`,
        /order order-books is confirmed: .* 2 charges/,
      ],
      [
        'a shipment that got lost',
        `DELETE FROM shop_shipping.shipments WHERE order_id = 'order-books'`,
        /order order-books is confirmed: .* 0 shipments/,
      ],
      [
        'stock that leaked',
        `UPDATE shop_inventory.stock SET available = available - 1 WHERE sku = 'keyboard'`,
        /stock of keyboard/,
      ],
      [
        'an entry without its counterpart',
        `DELETE FROM shop_payments.ledger
        WHERE order_id = 'order-books' AND account <> 'shop'`,
        /charge of order order-books does not add up/,
      ],
      [
        'credit that was not drawn',
        `UPDATE shop_payments.customers SET owed_cents = owed_cents + 1
        WHERE customer_id = 'customer-of-books'`,
        /customer-of-books owes/,
      ],
      [
        'an effect without an order',
        `INSERT INTO shop_shipping.shipments (order_id, address) VALUES ('nobody', 'x')`,
        /order nobody is unknown to orders/,
      ],
    ])('notice %s', async (_what, tampering, problem) => {
      const order = { ...goodOrder('order-books'), customerId: 'customer-of-books' };
      await placeOrderByHand(coordinator, order);
      expect(await checkBooks(database.pool)).toMatchObject({ balanced: true });
      const client = await database.pool.connect();
      await client.query(`BEGIN; ${tampering}`);
      const { problems } = await auditBooks(client);
      await client.query('ROLLBACK');
      client.release();
      expect(problems.join('\n')).toMatch(problem);
    });
  });
});
