import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus, type IncomingMessage } from '@saga/bus';
import { createCodec, HEADERS } from '@saga/contracts';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { createOrders } from '@saga/shop';
import { Collector } from './collector.js';
import { type CoordinatorProcess, startCoordinatorProcess } from './coordinator-process.js';
import {
  inventoryInGo,
  produceInPython,
  type Program,
  RunningProgram,
  shippingInPython,
  whyNot,
} from './other-languages.js';

const ORDERS = 150;
const PATIENCE_MS = 120_000;
const SAGACTL = join(__dirname, '../../services/sagactl/bin/sagactl.js');
const SERVICES_DIST = join(__dirname, '../../services/shop/dist');
const SERVICES = ['saga-coordinator', 'shop-orders', 'shop-inventory', 'shop-payments', 'shop-shipping'];
const ECHO = 'x-echo';

interface Stock {
  Received: number;
  Available: number;
}

interface InventoryBooks {
  stock: Record<string, Stock>;
  reservations: Record<string, { Order: string; SKU: string; Quantity: number; Released: boolean }>;
}

/** Order id and whether it was cancelled. */
type ShippingBooks = [order: string, cancelled: 0 | 1][];

const missing = whyNot();
const here = missing ? describe.skip : describe;
const why = missing ? ` (skipped: ${missing} is missing here)` : '';

here(`participants in Python and Go${why}`, () => {
  let python: Program;
  let go: Program;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'other-languages-'));
    [python, go] = await Promise.all([shippingInPython(), inventoryInGo()]);
  }, 600_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const inNode = (name: string): Program => ({
    command: process.execPath,
    args: [join(SERVICES_DIST, name, 'main.js')],
    env: {},
  });

  describe.each(['json', 'protobuf'])('in a shop that speaks %s', (format) => {
    const prefix = `lang-${randomUUID().slice(0, 8)}.`;
    const codec = createCodec({ source: 'spec', prefix });
    const collector = new Collector();
    let database: TestDatabase;
    let bus: Bus;
    let coordinator: CoordinatorProcess;
    let shop: Record<'orders' | 'payments' | 'inventory' | 'shipping', RunningProgram>;
    let orders: { id: string; state: string; sku: string; quantity: number }[];
    let inventory: InventoryBooks;
    let shipping: ShippingBooks;
    let repeated = 0;

    async function untilEnded(count: number): Promise<void> {
      const giveUpAt = Date.now() + PATIENCE_MS;
      for (;;) {
        const answer = await fetch(`${coordinator.url}/v1/sagas/counts`);
        const counts = (await answer.json()) as Record<string, number>;
        if ((counts['completed'] ?? 0) + (counts['compensated'] ?? 0) >= count) return;
        if (Date.now() > giveUpAt) {
          const logs = Object.entries(shop).map(([name, program]) => `${name} says:\n${program.logs()}`);
          throw new Error(
            `sagas are stuck: ${JSON.stringify(counts)}, one of them ${await attention()}; ${logs.join('\n')}`,
          );
        }
        await pause(50);
      }
    }

    /** Why one of those that need a person does. */
    async function attention(): Promise<string> {
      const get = async (path: string) => (await fetch(`${coordinator.url}/v1/sagas${path}`)).json();
      const { sagas } = (await get('?state=needs-attention&limit=1')) as { sagas: { id: string }[] };
      if (sagas.length === 0) return 'is on its way';
      const { attention, steps } = (await get(`/${sagas[0]!.id}`)) as { attention: object; steps: object[] };
      return JSON.stringify({ attention, steps });
    }

    /** Has every command for the two services delivered twice, the second time a while after the first. */
    async function repeatCommands(): Promise<void> {
      await bus.consume({
        group: `${prefix}echo`,
        topics: ['inventory', 'shipping'].map((name) => codec.topics.command(name)),
        async onBatch({ messages }) {
          const originals = messages.filter(({ headers }) => !(ECHO in headers));
          repeated += originals.length;
          await bus.publish(
            originals.map(({ topic, key, headers, value }) => {
              return { topic, key: key!, headers: { ...headers, [ECHO]: 'yes' }, value: value! };
            }),
          );
        },
      });
    }

    /** All replies that there are. */
    async function replies(): Promise<IncomingMessage[]> {
      const read: IncomingMessage[] = [];
      const reader = { group: `${prefix}reader`, topic: codec.topics.reply };
      await bus.consume({
        ...{ group: reader.group, topics: [reader.topic] },
        onBatch: async ({ messages }) => void read.push(...messages),
      });
      for (;;) {
        const [state] = await bus.groupStates([reader]);
        if (state!.partitions.every(({ committed, end }) => committed === end)) return read;
        await pause(50);
      }
    }

    beforeAll(async () => {
      database = await createTestDatabase();
      bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'languages-spec' });
      const env = {
        ...{ DATABASE_URL: database.url, TOPIC_PREFIX: prefix, MESSAGE_FORMAT: format },
        ...{ SHOP_TECHNICAL_FAILURE_RATE: '0.1', OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen() },
        // Who is killed takes the fewer spans with it.
        OTEL_BSP_SCHEDULE_DELAY: '100',
      };
      const withFile = (name: string) => ({ ...env, DATABASE_FILE: join(folder, `${prefix}${name}.db`) });
      shop = {
        orders: new RunningProgram(inNode('orders'), env),
        payments: new RunningProgram(inNode('payments'), env),
        inventory: new RunningProgram(go, withFile('inventory')),
        shipping: new RunningProgram(python, withFile('shipping')),
      };
      coordinator = await startCoordinatorProcess({
        env: {
          ...{ ...env, CONSUMER_GROUP: `${prefix}coordinator` },
          DEFINITIONS_DIR: join(__dirname, '../../services/shop/sagas'),
        },
      });
      await repeatCommands();
      const placing = { topicPrefix: prefix, count: ORDERS, rate: 50 };
      await createOrders({ bus, ...placing, seed: 'languages', businessFailureRate: 0.3 });
      await untilEnded(ORDERS / 3);
      for (const program of [shop.inventory, shop.shipping]) {
        await program.end('SIGKILL');
        program.start();
      }
      await untilEnded(ORDERS);
      // The last repetitions are still on their way.
      await pause(2_000);
      await Promise.all(Object.values(shop).map((program) => program.end('SIGTERM')));
      await coordinator.stop();
      inventory = await shop.inventory.books();
      shipping = await shop.shipping.books();
      ({ rows: orders } = await database.pool.query(
        'SELECT order_id AS id, state, sku, quantity FROM shop_orders.orders ORDER BY order_id',
      ));
    }, 240_000);

    afterAll(async () => {
      await Promise.all(Object.values(shop ?? {}).map((program) => program.end('SIGKILL')));
      await coordinator?.kill();
      await bus?.close();
      await collector.close();
      await database?.dispose();
    }, 60_000);

    it('confirms most orders, undoes those that a rule refuses, and has had each command twice', () => {
      const count = (state: string) => orders.filter((order) => order.state === state).length;
      expect(count('confirmed')).toBeGreaterThan(ORDERS / 2);
      expect(count('cancelled')).toBeGreaterThan(ORDERS / 10);
      expect(count('confirmed') + count('cancelled')).toBe(ORDERS);
      expect(repeated).toBeGreaterThan(ORDERS);
    });

    it('reserves for each confirmed order once, for the others nothing, and its stock is all there', () => {
      const held = Object.values(inventory.reservations).filter(({ Released }) => !Released);
      const wanted = orders.filter(({ state }) => state === 'confirmed');
      expect(held.map(({ Order, SKU, Quantity }) => [Order, SKU, Quantity]).sort()).toEqual(
        wanted.map(({ id, sku, quantity }) => [id, sku, quantity]),
      );
      for (const [sku, { Received, Available }] of Object.entries(inventory.stock)) {
        const pieces = held.filter(({ SKU }) => SKU === sku).map(({ Quantity }) => Quantity);
        expect([sku, Received - Available]).toEqual([sku, pieces.reduce((a, b) => a + b, 0)]);
      }
    });

    it('ships each confirmed order once, and nothing else', () => {
      const wanted = orders.filter(({ state }) => state === 'confirmed').map(({ id }) => [id, 0]);
      expect(shipping.sort()).toEqual(wanted);
    });

    it('answers in the form in which it is asked, within the trace of the command', async () => {
      const { rows } = await database.pool.query<{ id: string; trace: string }>(
        `SELECT id, split_part(traceparent, '-', 2) AS trace FROM saga.sagas`,
      );
      const traceOf = new Map(rows.map(({ id, trace }) => [id, trace]));
      const answers = (await replies()).filter(({ headers }) =>
        ['inventory', 'shipping'].includes(headers[HEADERS.source]!),
      );
      expect(answers.length).toBeGreaterThanOrEqual(2 * ORDERS);
      for (const { key, headers } of answers) {
        expect(headers[HEADERS.contentType]).toBe(`application/${format}`);
        expect(headers[HEADERS.traceparent]!.split('-')[1]).toBe(traceOf.get(key!));
      }
    }, 30_000);

    it('is one trace a saga, over all languages', async () => {
      const { rows } = await database.pool.query<{ trace: string }>(
        `SELECT split_part(traceparent, '-', 2) AS trace FROM saga.sagas WHERE status = 'completed'`,
      );
      const whole = rows.filter(
        ({ trace }) => collector.servicesIn(trace, SERVICES).length === SERVICES.length,
      );
      // Who is killed takes with it the spans that it has not exported yet.
      expect(whole.length).toBeGreaterThan(rows.length / 10);
    });
  });

  it.each<[name: string, program: () => Program, known: string[]]>([
    [
      'shipping',
      () => python,
      [
        ...['--command', 'shipping.book', '--undo', 'shipping.cancel', '--status', 'shipping.status'],
        ...['--input', '{"orderId":"{saga}","address":"1 High Street, Berlin"}'],
        ...['--refused-input', '{"orderId":"{saga}","address":"PO Box 7, Berlin"}'],
      ],
    ],
    [
      'inventory',
      () => go,
      [
        ...['--command', 'inventory.reserve', '--undo', 'inventory.release', '--status', 'inventory.status'],
        ...['--input', '{"orderId":"{saga}","sku":"keyboard","quantity":2}'],
        ...['--refused-input', '{"orderId":"{saga}","sku":"limited-edition-mug","quantity":1}'],
      ],
    ],
  ])(
    'keep the contract, says sagactl of %s',
    async (name, program, known) => {
      const prefix = `lang-${randomUUID().slice(0, 8)}.`;
      const file = join(folder, `${prefix}${name}.db`);
      const running = new RunningProgram(program(), { TOPIC_PREFIX: prefix, DATABASE_FILE: file });
      const verifying = spawn(
        process.execPath,
        [SAGACTL, 'verify-participant', '--participant', name, '--topic-prefix', prefix, ...known],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const [report, [status]] = await Promise.all([buffer(verifying.stdout), once(verifying, 'exit')]);
      await running.end('SIGTERM');
      expect(report.toString()).toMatch(/\d+ rules kept, 0 broken, \d not tried\n$/);
      expect(status).toBe(0);
    },
    90_000,
  );

  it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
    'are heard when they compress with %s',
    async (codec) => {
      const topic = `lang-${randomUUID().slice(0, 8)}.${codec}`;
      const bus = createKafkaBus({
        brokers: process.env.KAFKA_BROKERS!.split(','),
        clientId: 'languages-spec',
      });
      await bus.ensureTopics([{ name: topic }]);
      await produceInPython(python, topic, codec);
      const values: string[] = [];
      await bus.consume({
        ...{ group: topic, topics: [topic] },
        onBatch: async ({ messages }) => void values.push(...messages.map(({ value }) => value!.toString())),
      });
      while (values.length < 100) await pause(20);
      await bus.close();
      expect(new Set(values)).toEqual(new Set(Array.from({ length: 100 }, (_, i) => `${i}`.repeat(200))));
    },
    30_000,
  );
});
