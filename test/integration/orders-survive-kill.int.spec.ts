import { type ChildProcess, spawn, spawnSync, type StdioOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus } from '@saga/bus';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import {
  checkBooks,
  createOrders,
  type RunningService,
  startInventory,
  startOrders,
  startShipping,
} from '@saga/shop';
import { type CoordinatorProcess, startCoordinatorProcess } from './coordinator-process.js';

const ORDERS = 500;
const PATIENCE_MS = 120_000;
const SAGACTL = join(__dirname, '../../node_modules/.bin/sagactl');
const PAYMENTS = join(__dirname, '../../services/shop/dist/payments/main.js');

/** The payments service as a process of its own, which can die. */
class PaymentsProcess {
  private child: ChildProcess | undefined;

  constructor(private readonly env: Record<string, string>) {}

  start(): void {
    const stdio: StdioOptions = ['ignore', 'ignore', 'inherit', 'ipc'];
    this.child = spawn(process.execPath, [PAYMENTS], { env: { ...process.env, ...this.env }, stdio });
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.child) return;
    const exited = once(this.child, 'exit');
    this.child.kill(signal);
    await exited;
  }
}

describe('500 orders, a fifth refused and every twentieth command broken, while processes are killed', () => {
  const prefix = `kill-${randomUUID().slice(0, 8)}.`;
  let database: TestDatabase;
  let bus: Bus;
  let services: RunningService[];
  let payments: PaymentsProcess;
  /** Side by side, the oldest first. */
  let coordinators: CoordinatorProcess[] = [];

  function anotherCoordinator(): Promise<CoordinatorProcess> {
    return startCoordinatorProcess({
      env: {
        DATABASE_URL: database.url,
        TOPIC_PREFIX: prefix,
        CONSUMER_GROUP: `${prefix}coordinator`,
        DEFINITIONS_DIR: join(__dirname, '../../services/shop/sagas'),
        OUTBOX_SWEEP_AFTER_S: '1',
      },
    });
  }

  async function sagasByStatus(): Promise<Record<string, number>> {
    const { rows } = await database.pool.query<{ status: string; count: number }>(
      'SELECT status, count(*)::int AS count FROM saga.sagas GROUP BY status',
    );
    return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
  }

  /** Waits until this many sagas have ended, either way; gives the counts of then. */
  async function untilEnded(count: number): Promise<Record<string, number>> {
    const giveUpAt = Date.now() + PATIENCE_MS;
    for (;;) {
      const byStatus = await sagasByStatus();
      if ((byStatus.completed ?? 0) + (byStatus.compensated ?? 0) >= count) return byStatus;
      if (Date.now() > giveUpAt) throw new Error(`sagas are stuck: ${JSON.stringify(byStatus)}`);
      await pause(50);
    }
  }

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'kill-spec' });
    const options = { bus, databaseUrl: database.url, topicPrefix: prefix, technicalFailureRate: 0.05 };
    services = await Promise.all([startOrders, startInventory, startShipping].map((start) => start(options)));
    payments = new PaymentsProcess({
      DATABASE_URL: database.url,
      TOPIC_PREFIX: prefix,
      SHOP_TECHNICAL_FAILURE_RATE: '0.05',
      LOG_LEVEL: 'silent',
    });
    payments.start();
    coordinators = await Promise.all([anotherCoordinator(), anotherCoordinator()]);
  }, 60_000);

  afterAll(async () => {
    for (const coordinator of coordinators) await coordinator.stop();
    for (const service of services ?? []) await service.stop();
    await payments?.end('SIGTERM');
    await bus?.close();
    await database?.dispose();
  }, 60_000);

  it('ends every saga, with each effect once or undone, and the books balance', async () => {
    const mix = { seed: 'kill', businessFailureRate: 0.2 };
    const placing = createOrders({ bus, rate: 200, count: ORDERS, topicPrefix: prefix, ...mix });
    // One of two coordinators dies with starts still coming, both in full swing, and one near the end; with them a
    // participant, in the middle of its work.
    for (const [ended, deaths] of [
      [20, 1],
      [200, 2],
      [400, 1],
    ] as const) {
      await untilEnded(ended);
      const dying = coordinators.splice(0, deaths);
      await Promise.all([payments.end('SIGKILL'), ...dying.map((coordinator) => coordinator.kill())]);
      payments.start();
      coordinators.push(...(await Promise.all(dying.map(anotherCoordinator))));
    }
    await placing;
    const { completed, compensated, ...others } = await untilEnded(ORDERS);

    expect(others).toEqual({});
    expect(completed! + compensated!).toBe(ORDERS);
    expect(await checkBooks(database.pool)).toMatchObject({
      balanced: true,
      problems: [],
      totals: { confirmed: completed, shipped: completed, cancelled: compensated, open: 0 },
    });
  }, 240_000);

  it('has every effect in the ledgers that the histories have, and no other', () => {
    const [{ url }] = coordinators as [CoordinatorProcess];
    const verify = ['verify-effects', '--ledger', database.url, '--url', url];
    const { status, stdout, stderr } = spawnSync(
      SAGACTL,
      [...verify, '--participants', 'orders,inventory,payments,shipping'],
      { encoding: 'utf8' },
    );
    expect({ status, stdout, stderr }).toEqual({
      ...{ status: 0, stderr: '' },
      stdout: expect.stringMatching(new RegExp(`^\\d+ effects compared with ${ORDERS} sagas: ok\n$`)),
    });
  }, 60_000);

  it('leaves a history without gaps for every saga, and nothing in the outbox', async () => {
    const { rows: broken } = await database.pool.query(`
      SELECT s.id FROM saga.sagas s JOIN saga.history h ON h.saga_id = s.id
      GROUP BY s.id, s.revision HAVING count(*) <> s.revision OR max(h.seq) <> s.revision`);
    expect(broken).toEqual([]);
    const giveUpAt = Date.now() + 15_000;
    let left: number;
    do {
      await pause(100);
      const { rows } = await database.pool.query<{ left: number }>(
        'SELECT count(*)::int AS left FROM saga.outbox',
      );
      left = rows[0]!.left;
    } while (left > 0 && Date.now() < giveUpAt);
    expect(left).toBe(0);
  }, 30_000);
});
