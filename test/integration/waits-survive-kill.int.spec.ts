import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus } from '@saga/bus';
import { type Codec, createCodec } from '@saga/contracts';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { BusinessFailure, createParticipant, inMemoryBarrier, type Participant } from '@saga/participant';
import { type CoordinatorProcess, startCoordinatorProcess } from './coordinator-process.js';

const ORDERS = 200;
const PATIENCE_MS = 120_000;

/** Reserves, has another saga see to the payment, and ships. */
const PURCHASE = {
  name: 'purchase',
  steps: [
    { name: 'reserve', command: 'shop.reserve', compensate: 'shop.release' },
    { name: 'pay', saga: 'payment', input: { order: '${ input.order }' } },
    { name: 'ship', command: 'shop.ship', input: { order: '${ input.order }' }, compensate: 'none' },
  ],
};
/** Opens an account, waits until the money is there, and books it. */
const payment = (topic: string) => ({
  name: 'payment',
  steps: [
    { name: 'open', command: 'bank.open', compensate: 'bank.close' },
    {
      name: 'received',
      event: { topic, type: 'payment.received', key: 'input.order', match: 'event.data.order' },
    },
    {
      name: 'book',
      command: 'bank.book',
      input: { order: '${ input.order }', cents: '${ steps.received.cents }' },
      compensate: 'bank.refund',
    },
  ],
});
const willBeBooked = (order: number) => order % 5 !== 0;
const willBeShipped = (order: number) => willBeBooked(order) && order % 3 !== 0;

/** What participants have done and not undone, by what it is and the saga that had it done. */
class Effects {
  private readonly counts = new Map<string, number>();

  done(what: string, { sagaId }: { sagaId: string }): void {
    this.add(`${what} for ${sagaId}`, 1);
  }

  undone(what: string, { sagaId }: { sagaId: string }): void {
    this.add(`${what} for ${sagaId}`, -1);
  }

  left(): string[] {
    return [...this.counts].filter(([, count]) => count !== 0).map(([what, count]) => `${what}: ${count}`);
  }

  private add(what: string, count: number): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + count);
  }
}

describe(`${ORDERS} sagas, each with a child that waits for an event, while coordinators are killed`, () => {
  const prefix = `waits-${randomUUID().slice(0, 8)}.`;
  const payments = `${prefix}payments`;
  const effects = new Effects();
  let database: TestDatabase;
  let bus: Bus;
  let codec: Codec;
  let participants: Participant[];
  /** Side by side, the oldest first. */
  const coordinators: CoordinatorProcess[] = [];

  function anotherCoordinator(): Promise<CoordinatorProcess> {
    return startCoordinatorProcess({
      env: {
        DATABASE_URL: database.url,
        TOPIC_PREFIX: prefix,
        CONSUMER_GROUP: `${prefix}coordinator`,
        OUTBOX_SWEEP_AFTER_S: '1',
      },
    });
  }

  async function register(definition: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(definition);
    const answer = await fetch(`${coordinators[0]!.url}/v1/definitions`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async function states(definition: string): Promise<Record<string, number>> {
    const { rows } = await database.pool.query<{ status: string; count: number }>(
      'SELECT status, count(*)::int AS count FROM saga.sagas WHERE definition = $1 GROUP BY status',
      [definition],
    );
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  async function untilEnded(count: number): Promise<void> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      const { completed = 0, compensated = 0, ...others } = await states('purchase');
      if (completed + compensated >= count) return;
      if (Date.now() > giveUpAt)
        throw new Error(`sagas are stuck: ${JSON.stringify({ completed, compensated, ...others })}`);
      await pause(50);
    }
  }

  const start = (order: number) =>
    codec.encode({
      ...{ kind: 'start', id: `start-${order}`, source: 'spec', sagaId: `purchase-${order}` },
      ...{ definition: 'purchase', input: { order }, time: new Date().toISOString() },
    });
  const received = (order: number) => {
    const event = {
      kind: 'event',
      id: `payment-${order}`,
      source: 'bank',
      type: 'payment.received',
    } as const;
    const data = { order: String(order), cents: order };
    return codec.encodeDomainEvent(
      { ...event, data, time: new Date().toISOString() },
      { topic: payments, key: String(order) },
    );
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'waits-spec' });
    codec = createCodec({ source: 'spec', prefix });
    const common = { bus, topicPrefix: prefix };
    const shop = createParticipant({
      ...{ ...common, name: 'shop', barrier: inMemoryBarrier() },
      handlers: {
        'shop.reserve': (command) => effects.done('reserved', command),
        'shop.release': (command) => effects.undone('reserved', command),
        'shop.ship': (command) => {
          if (!willBeShipped(Number(command.input.order))) throw new BusinessFailure('no-van', 'all are out');
          effects.done('shipped', command);
        },
      },
    });
    const bank = createParticipant({
      ...{ ...common, name: 'bank', barrier: inMemoryBarrier() },
      handlers: {
        'bank.open': (command) => effects.done('opened', command),
        'bank.close': (command) => effects.undone('opened', command),
        'bank.book': (command) => {
          if (!willBeBooked(Number(command.input.order)))
            throw new BusinessFailure('frozen', 'ask the court');
          effects.done(`booked ${JSON.stringify(command.input.cents)}`, command);
        },
        'bank.refund': (command) => effects.undone(`booked ${JSON.stringify(command.input.cents)}`, command),
      },
    });
    participants = [shop, bank];
    await Promise.all(participants.map((participant) => participant.start()));
    coordinators.push(await anotherCoordinator());
    await register(payment(payments));
    await register(PURCHASE);
    coordinators.push(await anotherCoordinator());
  }, 90_000);

  afterAll(async () => {
    for (const coordinator of coordinators) await coordinator.stop();
    for (const participant of participants ?? []) await participant.stop();
    await bus?.close();
    await database?.dispose();
  }, 60_000);

  it('ends every saga, its child with it, with each effect once or undone', async () => {
    const orders = Array.from({ length: ORDERS }, (_, i) => i + 1);
    // A third of the payments comes before its saga, a third at the same time, a third later; some come twice.
    await bus.publish(orders.filter((order) => order % 3 === 0).map(received));
    const placing = (async () => {
      for (const order of orders) {
        await bus.publish([start(order), ...(order % 3 === 1 ? [received(order)] : [])]);
        if (order % 10 === 0) await bus.publish([received(order)]);
      }
      for (const order of orders.filter((each) => each % 3 === 2)) await bus.publish([received(order)]);
    })();
    for (const [ended, deaths] of [
      [10, 1],
      [80, 2],
      [150, 1],
    ] as const) {
      await untilEnded(ended);
      const dying = coordinators.splice(0, deaths);
      await Promise.all(dying.map((coordinator) => coordinator.kill()));
      coordinators.push(...(await Promise.all(dying.map(anotherCoordinator))));
    }
    await placing;
    await untilEnded(ORDERS);

    const shipped = orders.filter(willBeShipped);
    const completed = shipped.length;
    expect(await states('purchase')).toEqual({ completed, compensated: ORDERS - completed });
    expect(await states('payment')).toEqual({ completed, compensated: ORDERS - completed });
    const standing = shipped.flatMap((order) => [
      ...[`reserved for purchase-${order}: 1`, `shipped for purchase-${order}: 1`],
      ...[`opened for purchase-${order}/pay: 1`, `booked ${order} for purchase-${order}/pay: 1`],
    ]);
    expect(effects.left().sort()).toEqual(standing.sort());
  }, 240_000);

  it('leaves nobody waiting, and every child with the saga that started it', async () => {
    const { rows: waits } = await database.pool.query('SELECT * FROM saga.awaited_events');
    expect(waits).toEqual([]);
    const { rows: orphans } = await database.pool.query(
      `SELECT id FROM saga.sagas WHERE definition = 'payment' AND id <> parent->>'sagaId' || '/pay'`,
    );
    expect(orphans).toEqual([]);
  });
});
