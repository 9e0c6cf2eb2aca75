import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus, type Subscription } from '@saga/bus';
import { type Codec, createCodec } from '@saga/contracts';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { BusinessFailure, createParticipant, inMemoryBarrier, type Participant } from '@saga/participant';
import { type CoordinatorProcess, startCoordinatorProcess } from './coordinator-process.js';

const SAMPLES = join(import.meta.dirname, '../../docs/examples/choreography');
const ORDERS_A_STAGE = 24;
const PATIENCE_MS = 60_000;
const SERVICES = ['shop', 'bank', 'warehouse', 'carrier'];

/** What becomes of an order, by its number. */
const isDeclined = (order: number) => order % 4 === 1;
const isSoldOut = (order: number) => order % 4 === 2;
const isRefused = (order: number) => order % 4 === 3;

/** What is done for an order in the end, whoever asks for it. */
function effectsOf(order: number): string[] {
  if (isDeclined(order)) return ['cancel'];
  if (isSoldOut(order)) return ['pay', 'refund', 'cancel'];
  return isRefused(order) ? ['pay', 'pack', 'unpack', 'refund', 'cancel'] : ['pay', 'pack', 'ship'];
}

/** A part of a service as it runs: what it reacts to, and what it may be commanded. */
interface Release {
  reactions: Record<string, (order: number) => Promise<unknown>>;
  commands: Record<string, (order: number) => Promise<unknown>>;
}

describe('services that react to events become participants one by one, while orders are under way', () => {
  const prefix = `moving-${randomUUID().slice(0, 8)}.`;
  const topic = (service: string) => `${prefix}${service}`;
  /** What the services have in their databases: what they have done for an order, and said of it. */
  const done = new Map<string, boolean>();
  const effects: string[] = [];
  const packed: number[] = [];
  const running = new Map<string, (Subscription | Participant)[]>();
  let isCarrierOpen = false;
  let database: TestDatabase;
  let bus: Bus;
  let codec: Codec;
  let coordinator: CoordinatorProcess;

  async function tell(service: string, type: string, order: number): Promise<void> {
    const key = `o-${order}`;
    const data = { order: key, cents: 100 + order };
    const event = { kind: 'event' as const, id: `${type}-${order}`, source: service, type, data };
    const at = { topic: topic(service), key };
    await bus.publish([codec.encodeDomainEvent({ ...event, time: new Date().toISOString() }, at)]);
  }

  /** Once for an order, whether an event or a command asks for it; the answer is the same each time. */
  function once(what: string, order: number, mayBe = true): boolean {
    const id = `${what} o-${order}`;
    if (!done.has(id)) {
      done.set(id, mayBe);
      if (mayBe) effects.push(id);
    }
    return done.get(id)!;
  }

  /** Does it once and tells the world; true when it could be done. */
  async function doAndTell(
    [service, what, order]: [service: string, what: string, order: number],
    [success, failure]: [success: string, failure: string],
    mayBe: boolean,
  ): Promise<boolean> {
    const isNew = !done.has(`${what} o-${order}`);
    const isDone = once(what, order, mayBe);
    if (isNew) await tell(service, isDone ? success : failure, order);
    return isDone;
  }

  const pay = (order: number) =>
    doAndTell(['bank', 'pay', order], ['payment.taken', 'payment.declined'], !isDeclined(order));
  const pack = (order: number) =>
    doAndTell(['warehouse', 'pack', order], ['goods.packed', 'goods.sold-out'], !isSoldOut(order));
  const ship = (order: number) =>
    doAndTell(['carrier', 'ship', order], ['goods.shipped', 'shipping.refused'], !isRefused(order));
  const orRefused = (work: (order: number) => Promise<boolean>) => async (order: number) => {
    if (!(await work(order))) throw new BusinessFailure('refused', `order ${order}`);
  };
  const undo = (what: string) => async (order: number) => once(what, order);

  const payWhenPlaced = { 'order.placed': pay };
  const packWhenPaid = { 'payment.taken': pack, 'shipping.cancelled': undo('unpack') };
  const shipWhenPacked = {
    'goods.packed': async (order: number) => (isCarrierOpen ? ship(order) : packed.push(order)),
  };

  async function stop(service: string): Promise<void> {
    await Promise.all((running.get(service) ?? []).map((part) => part.stop()));
  }

  /** Runs this release of a service in place of the one before. */
  async function deploy(service: string, { reactions, commands }: Release): Promise<void> {
    await stop(service);
    const handlerOf =
      (work: (order: number) => Promise<unknown>) =>
      async ({ input }: { input: { order?: string } }) => {
        await work(Number(String(input.order).slice(2)));
        return {};
      };
    const handlers = Object.entries(commands).map(([name, work]) => [`${service}.${name}`, handlerOf(work)]);
    const participants =
      handlers.length === 0
        ? []
        : [
            createParticipant({
              ...{ name: service, bus, topicPrefix: prefix, barrier: inMemoryBarrier() },
              handlers: Object.fromEntries(handlers),
            }),
          ];
    for (const participant of participants) await participant.start();
    const subscription = await bus.consume({
      group: `${prefix}${service}`,
      topics: SERVICES.map(topic),
      onBatch: async ({ messages }) => {
        for (const { key, headers } of messages) await reactions[headers.ce_type!]?.(Number(key!.slice(2)));
      },
    });
    running.set(service, [subscription, ...participants]);
  }

  async function register(sample: string): Promise<number> {
    const yaml = readFileSync(join(SAMPLES, `ship-order-${sample}.yaml`), 'utf8');
    const body = yaml.replace(/\btopic: (\w+)/g, (_, service: string) => `topic: ${topic(service)}`);
    const headers = { 'content-type': 'application/yaml' };
    const answer = await fetch(`${coordinator.url}/v1/definitions`, { method: 'POST', headers, body });
    if (!answer.ok) throw new Error(await answer.text());
    return ((await answer.json()) as { version: number }).version;
  }

  const statesOf = async () => {
    const { rows } = await database.pool.query<{ id: string; version: number; status: string }>(
      'SELECT id, version, status FROM saga.sagas',
    );
    return new Map(rows.map(({ id, version, status }) => [Number(id.slice(13)), { version, status }]));
  };
  async function until(isSo: (states: Awaited<ReturnType<typeof statesOf>>) => boolean): Promise<void> {
    for (const giveUpAt = Date.now() + PATIENCE_MS; !isSo(await statesOf()) && Date.now() < giveUpAt;)
      await pause(100);
  }

  const ordersOf = (stage: number) =>
    Array.from({ length: ORDERS_A_STAGE }, (_, i) => (stage - 1) * ORDERS_A_STAGE + i);
  /** Orders come in; the stage's version has them once their sagas are there. */
  async function place(orders: number[]): Promise<void> {
    for (const order of orders) await tell('shop', 'order.placed', order);
    await until((states) => orders.every((order) => states.has(order)));
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'moving-spec' });
    codec = createCodec({ source: 'spec', prefix });
    await bus.ensureTopics(SERVICES.map((service) => ({ name: topic(service) })));
    const env = { DATABASE_URL: database.url, TOPIC_PREFIX: prefix, CONSUMER_GROUP: `${prefix}coordinator` };
    coordinator = await startCoordinatorProcess({ env });
    // Nobody is commanded but to undo.
    await deploy('shop', { reactions: {}, commands: { accept: async () => {}, cancel: undo('cancel') } });
    await deploy('bank', { reactions: payWhenPlaced, commands: { refund: undo('refund') } });
    await deploy('warehouse', { reactions: packWhenPaid, commands: {} });
    await deploy('carrier', { reactions: shipWhenPacked, commands: {} });
  }, 120_000);
  afterAll(async () => {
    await coordinator.stop();
    await Promise.all(SERVICES.map(stop));
    await bus.close();
    await database.dispose();
  });

  it('each order is finished by the version that it began with, and everything is done once', async () => {
    expect(await register('1-observed')).toBe(1);
    await place(ordersOf(1));

    await deploy('bank', {
      reactions: payWhenPlaced,
      commands: { pay: orRefused(pay), refund: undo('refund') },
    });
    expect(await register('2-mixed')).toBe(2);
    await place(ordersOf(2));

    await deploy('warehouse', {
      reactions: packWhenPaid,
      commands: { pack: orRefused(pack), unpack: undo('unpack') },
    });
    await deploy('carrier', { reactions: shipWhenPacked, commands: { ship: orRefused(ship) } });
    expect(await register('3-orchestrated')).toBe(3);
    await place(ordersOf(3));

    const isUnderWay = (order: number) => !isDeclined(order) && !isSoldOut(order);
    const underWay = [...ordersOf(1), ...ordersOf(2)].filter(isUnderWay);
    await until(() => underWay.every((order) => packed.includes(order)));
    const before = await statesOf();
    expect(underWay.map((order) => before.get(order)!.status)).toEqual(underWay.map(() => 'running'));
    isCarrierOpen = true;
    for (const order of packed) await ship(order);

    const orders = [1, 2, 3].flatMap(ordersOf);
    await until((states) => orders.every((order) => /^comp(leted|ensated)$/.test(states.get(order)!.status)));
    const ends = (order: number) => (order % 4 === 0 ? 'completed' : 'compensated');
    const versionOf = (order: number) => Math.floor(order / ORDERS_A_STAGE) + 1;
    expect(await statesOf()).toEqual(
      new Map(orders.map((order) => [order, { version: versionOf(order), status: ends(order) }])),
    );
    await until(() => effects.length >= orders.flatMap(effectsOf).length);
    expect(effects.toSorted()).toEqual(
      orders.flatMap((order) => effectsOf(order).map((what) => `${what} o-${order}`)).sort(),
    );
  }, 180_000);

  it('when no saga of the old versions runs, the services need not react any more', async () => {
    await deploy('bank', { reactions: {}, commands: { pay: orRefused(pay), refund: undo('refund') } });
    await deploy('warehouse', {
      reactions: {},
      commands: { pack: orRefused(pack), unpack: undo('unpack') },
    });
    await deploy('carrier', { reactions: {}, commands: { ship: orRefused(ship) } });
    const orders = ordersOf(4);
    await place(orders);
    await until((states) => orders.every((order) => /^comp(leted|ensated)$/.test(states.get(order)!.status)));
    for (const order of orders)
      expect(effects.filter((effect) => effect.endsWith(` o-${order}`))).toEqual(
        effectsOf(order).map((what) => `${what} o-${order}`),
      );
  }, 120_000);
});
