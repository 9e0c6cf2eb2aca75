import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createInMemoryBus } from '@saga/bus';
import { CONTENT_TYPES, createCodec, type DeadLetter, HEADERS } from '@saga/contracts';
import { readConfig, type RunningCoordinator, startCoordinator } from '@saga/coordinator';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import {
  checkBooks,
  createOrders,
  type RunningService,
  startInventory,
  startOrders,
  startPayments,
  startShipping,
} from '@saga/shop';
import { createLogger } from '@saga/telemetry';

const ORDERS = 60;
const format = 'protobuf';

describe('a shop that speaks Protobuf', () => {
  let database: TestDatabase;
  let bus: Bus;
  let publish: jest.SpiedFunction<Bus['publish']>;
  let coordinator: RunningCoordinator;
  let services: RunningService[];

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createInMemoryBus();
    publish = jest.spyOn(bus, 'publish');
    const config = readConfig({
      ...{ DATABASE_URL: database.url, KAFKA_BROKERS: 'in-memory:0', PORT: '0', MESSAGE_FORMAT: format },
      DEFINITIONS_DIR: join(__dirname, '../../services/shop/sagas'),
    });
    coordinator = await startCoordinator(config, {
      bus,
      log: createLogger({ name: 'spec', level: 'silent' }),
    });
    const options = { bus, databaseUrl: database.url, format, technicalFailureRate: 0.05 } as const;
    services = await Promise.all(
      [startOrders, startInventory, startPayments, startShipping].map((start) => start(options)),
    );
  });

  afterAll(async () => {
    for (const service of services ?? []) await service.stop();
    await coordinator?.stop();
    await bus?.close();
    await database?.dispose();
  });

  async function untilEnded(): Promise<void> {
    for (;;) {
      const answer = await fetch(`${coordinator.url}/v1/sagas/counts`);
      const counts = (await answer.json()) as Record<string, number>;
      if ((counts.completed ?? 0) + (counts.compensated ?? 0) === ORDERS) return;
      await pause(20);
    }
  }

  it('ends every saga, and its books balance', async () => {
    await createOrders({ bus, format, rate: Infinity, count: ORDERS, seed: 'p', businessFailureRate: 0.3 });
    await untilEnded();
    expect(await checkBooks(database.pool)).toMatchObject({ balanced: true, problems: [] });
  }, 30_000);

  it('writes what it can not read to the dead letters', async () => {
    const letters: DeadLetter[] = [];
    const { topics, decodeDeadLetter } = createCodec({ source: 'spec' });
    await bus.consume({
      group: 'spec',
      topics: [topics.deadLetter],
      onBatch: async ({ messages }) => void letters.push(...messages.map(decodeDeadLetter)),
    });
    const headers = { [HEADERS.type]: 'saga.reply', 'x-note': 'schön 😀' };
    await bus.publish([{ topic: topics.reply, key: 'k', headers, value: Buffer.from([0xff, 0xff]) }]);
    while (letters.length === 0) await pause(20);
    expect(letters[0]).toMatchObject({ original: { key: 'k', headers, value: Buffer.from([0xff, 0xff]) } });
  });

  it('has sent nothing but Protobuf, commands, replies and news alike', () => {
    const sent = publish.mock.calls.flatMap(([messages]) => messages).filter(({ key }) => key !== 'k');
    const kinds = new Set(sent.map(({ headers }) => headers[HEADERS.type]));
    expect(kinds).toEqual(
      new Set([
        ...['saga.start', 'saga.reply', 'orders.open', 'orders.cancel', 'orders.confirm'],
        ...['inventory.reserve', 'inventory.release', 'payments.charge', 'payments.refund', 'shipping.book'],
        ...['started', 'step-succeeded', 'compensating', 'step-compensated', 'completed', 'compensated'].map(
          (state) => `saga.lifecycle.${state}`,
        ),
      ]),
    );
    const types = new Set(sent.map(({ headers }) => headers[HEADERS.contentType]));
    expect([...types]).toEqual([CONTENT_TYPES.protobuf]);
    expect(sent.every(({ value }) => Buffer.isBuffer(value))).toBe(true);
  });
});
