import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { Collector } from './collector.js';

const DEMO = join(__dirname, '../../services/shop/dist/demo/main.js');
const SERVICE_OF_STEP = {
  open: 'shop-orders',
  reserve: 'shop-inventory',
  charge: 'shop-payments',
  ship: 'shop-shipping',
};
const SERVICES = ['saga-coordinator', ...Object.values(SERVICE_OF_STEP)];

describe('the traces of sagas', () => {
  const collector = new Collector();
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
    const endpoint = await collector.listen();
    const demo = spawn(process.execPath, [DEMO, '--orders', '40', '--broken', '0.2', '--exit'], {
      env: {
        ...process.env,
        ...{ DATABASE_URL: database.url, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
        TOPIC_PREFIX: `trace-${randomUUID().slice(0, 8)}.`,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output, [status]] = await Promise.all([buffer(demo.stdout), once(demo, 'exit')]);
    expect(`${output.toString()}status ${status}`).toContain('status 0');
  }, 120_000);

  afterAll(async () => {
    await collector.close();
    await database.dispose();
  });

  it('reach over the coordinator and every participant, one trace a saga', async () => {
    const { rows } = await database.pool.query<{ trace: string }>(
      `SELECT split_part(traceparent, '-', 2) AS trace FROM saga.sagas WHERE status = 'completed'`,
    );
    expect(rows.length).toBeGreaterThan(10);
    expect(new Set(rows.map(({ trace }) => trace)).size).toBe(rows.length);
    for (const { trace } of rows) expect(collector.servicesIn(trace, SERVICES)).toEqual(SERVICES);
  });

  it('end, for a saga that was undone, where it turned round', async () => {
    const { rows } = await database.pool.query<{ trace: string; steps: string[] }>(
      `SELECT split_part(traceparent, '-', 2) AS trace,
         (SELECT array_agg(path) FROM saga.steps WHERE saga_id = s.id) AS steps
       FROM saga.sagas s WHERE status = 'compensated'`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { trace, steps } of rows) {
      const asked = Object.entries(SERVICE_OF_STEP).flatMap(([step, name]) =>
        steps.includes(step) ? [name] : [],
      );
      expect(collector.servicesIn(trace, SERVICES)).toEqual(['saga-coordinator', ...asked]);
    }
  });
});
