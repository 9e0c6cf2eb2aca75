import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus, type OutgoingMessage } from '@saga/bus';
import { type Codec, createCodec } from '@saga/contracts';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { createParticipant, inMemoryBarrier, type Participant } from '@saga/participant';
import { type CoordinatorProcess, startCoordinatorProcess } from './coordinator-process.js';

const ORDERS = 120;
const PATIENCE_MS = 60_000;

/** What becomes of an order, by its number. */
const isDeclined = (order: number) => order % 5 === 1;
const isLost = (order: number) => order % 5 === 2;

describe(`${ORDERS} orders of services that nobody commands, watched by two coordinators`, () => {
  const prefix = `choreography-${randomUUID().slice(0, 8)}.`;
  const topic = (service: string) => `${prefix}${service}`;
  const definition = {
    name: 'order',
    choreography: {
      events: {
        placed: {
          ...{ type: 'order.placed', topic: topic('shop'), key: 'event.data.order', starts: true },
          compensate: 'shop.cancel',
        },
        paid: {
          ...{
            type: 'payment.taken',
            topic: topic('bank'),
            key: 'event.key',
            after: ['placed'],
            within: '15s',
          },
          compensate: 'bank.refund',
        },
        reserved: {
          ...{ type: 'goods.reserved', topic: topic('stock'), key: 'event.data.order', after: ['placed'] },
          within: '15s',
          compensate: { event: 'goods.released', topic: topic('stock'), key: 'input.key' },
        },
        shipped: {
          ...{ type: 'goods.shipped', topic: topic('stock'), key: 'event.data.order' },
          ...{ after: ['paid', 'reserved'], within: '1h' },
        },
        declined: { type: 'payment.declined', topic: topic('bank'), key: 'event.data.order', fails: true },
      },
    },
  };
  const undone: string[] = [];
  const released: string[] = [];
  let database: TestDatabase;
  let bus: Bus;
  let codec: Codec;
  let participants: Participant[];
  let coordinators: CoordinatorProcess[];

  function event(service: string, type: string, order: number): OutgoingMessage {
    const key = `o-${order}`;
    const data = { order: key };
    return codec.encodeDomainEvent(
      { kind: 'event', id: `${type}-${order}`, source: service, type, data, time: new Date().toISOString() },
      { topic: topic(service), key },
    );
  }

  /** All that the services tell of an order. */
  function eventsOf(order: number): OutgoingMessage[] {
    const placed = event('shop', 'order.placed', order);
    const paid = event('bank', 'payment.taken', order);
    const reserved = event('stock', 'goods.reserved', order);
    if (isDeclined(order)) return [placed, reserved, event('bank', 'payment.declined', order)];
    if (isLost(order)) return [placed, paid];
    return [placed, paid, reserved, event('stock', 'goods.shipped', order)];
  }

  const statesOf = async () => {
    const { rows } = await database.pool.query<{ id: string; status: string }>(
      'SELECT id, status FROM saga.sagas',
    );
    return new Map(rows.map(({ id, status }) => [id, status]));
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'choreography-spec' });
    codec = createCodec({ source: 'spec', prefix });
    await bus.ensureTopics(['shop', 'bank', 'stock'].map((service) => ({ name: topic(service) })));
    const handler =
      (what: string) =>
      ({ sagaId }: { sagaId: string }) => {
        undone.push(`${what} of ${sagaId}`);
        return {};
      };
    participants = [
      ['bank', 'bank.refund', 'payment'],
      ['shop', 'shop.cancel', 'order'],
    ].map(([name, command, what]) =>
      createParticipant({
        ...{ name: name!, bus, topicPrefix: prefix, barrier: inMemoryBarrier() },
        handlers: { [command!]: handler(what!) },
      }),
    );
    await Promise.all(participants.map((participant) => participant.start()));
    await bus.consume({
      group: `${prefix}released`,
      topics: [topic('stock')],
      onBatch: async ({ messages }) => {
        for (const { key, headers } of messages)
          if (headers.ce_type === 'goods.released') released.push(key!);
      },
    });
    const env = { DATABASE_URL: database.url, TOPIC_PREFIX: prefix, CONSUMER_GROUP: `${prefix}coordinator` };
    coordinators = [await startCoordinatorProcess({ env }), await startCoordinatorProcess({ env })];
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', headers, body: JSON.stringify(definition) };
    for (const { url } of coordinators) {
      const answer = await fetch(`${url}/v1/definitions`, request);
      if (!answer.ok) throw new Error(await answer.text());
    }
  }, 120_000);
  afterAll(async () => {
    await Promise.all(coordinators.map((coordinator) => coordinator.stop()));
    await Promise.all(participants.map((participant) => participant.stop()));
    await bus.close();
    await database.dispose();
  });

  it('are followed however their events come, and undone by just what has happened', async () => {
    const messages = Array.from({ length: ORDERS }, (_, order) => eventsOf(order)).flat();
    // In no order at all, and every third one twice.
    const mixed = messages
      .flatMap((message, i) => (i % 3 === 0 ? [message, message] : [message]))
      .map((message, i) => ({ message, place: (i * 7_919) % 1_009 }))
      .sort((a, b) => a.place - b.place)
      .map(({ message }) => message);
    for (let i = 0; i < mixed.length; i += 50) await bus.publish(mixed.slice(i, i + 50));

    const isOver = (states: Map<string, string>) =>
      states.size === ORDERS && [...states.values()].every((state) => /^comp(leted|ensated)$/.test(state));
    for (const giveUpAt = Date.now() + PATIENCE_MS; !isOver(await statesOf()) && Date.now() < giveUpAt;)
      await pause(200);

    const states = await statesOf();
    const orders = Array.from({ length: ORDERS }, (_, order) => order);
    const ends = (order: number) => (isDeclined(order) || isLost(order) ? 'compensated' : 'completed');
    expect(states).toEqual(new Map(orders.map((order) => [`order:o-${order}`, ends(order)])));
    const failed = orders.filter((order) => ends(order) === 'compensated');
    expect(undone.sort()).toEqual(
      [
        ...failed.map((order) => `order of order:o-${order}`),
        ...failed.filter(isLost).map((order) => `payment of order:o-${order}`),
      ].sort(),
    );
    for (
      const giveUpAt = Date.now() + 10_000;
      released.length < failed.filter(isDeclined).length && Date.now() < giveUpAt;
    )
      await pause(100);
    expect(released.sort()).toEqual(
      failed
        .filter(isDeclined)
        .map((order) => `o-${order}`)
        .sort(),
    );
  }, 120_000);

  it('have what comes unexpectedly in their history, and undo it when it comes too late', async () => {
    const completed = 3;
    const lost = 2;
    await bus.publish([
      codec.encodeDomainEvent(
        {
          ...{
            kind: 'event',
            id: 'again',
            source: 'shop',
            type: 'order.placed',
            data: { order: `o-${completed}` },
          },
          time: new Date().toISOString(),
        },
        { topic: topic('shop'), key: `o-${completed}` },
      ),
      event('stock', 'goods.reserved', lost),
    ]);
    const unexpectedIn = async (order: number) => {
      const { rows } = await database.pool.query<{ step: string }>(
        `SELECT body->>'step' AS step FROM saga.history WHERE type = 'event-unexpected' AND saga_id = $1`,
        [`order:o-${order}`],
      );
      return rows.map(({ step }) => step);
    };
    const hasCome = async () => (await unexpectedIn(completed)).length > 0 && released.includes(`o-${lost}`);
    for (const giveUpAt = Date.now() + 20_000; !(await hasCome()) && Date.now() < giveUpAt;) await pause(100);
    expect(await unexpectedIn(completed)).toEqual(['placed']);
    expect(await unexpectedIn(lost)).toEqual(['reserved']);
    expect((await statesOf()).get(`order:o-${lost}`)).toBe('compensated');
    expect(released).toContain(`o-${lost}`);
  }, 60_000);
});
