import { join } from 'node:path';
import { createInMemoryBus } from '@saga/bus';
import { readConfig, startCoordinator } from '@saga/coordinator';
import { startPostgres } from '@saga/dev-stack';
import { createLogger } from '@saga/telemetry';
import { startInventory } from '../inventory/start-inventory.js';
import { startOrders } from '../orders/start-orders.js';
import { startPayments } from '../payments/start-payments.js';
import { startShipping } from '../shipping/start-shipping.js';
import { consoleAddress } from './console-address.js';
import type { DemoOptions } from './options.js';
import type { Stage, Tell } from './stage.js';

const DEFINITIONS = join(import.meta.dirname, '../../sagas');

/** The same services in this one process, on the in-memory bus: for a machine that can't have a Kafka. */
export async function stageInOneProcess({ broken }: DemoOptions, tell: Tell): Promise<Stage> {
  const postgres = await startPostgres({ log: tell });
  const bus = createInMemoryBus();
  const log = createLogger({ name: 'demo', level: 'error' });
  const shop = { bus, databaseUrl: postgres.url, technicalFailureRate: broken, log };
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    await Promise.all(running.map((each) => each.stop()));
    await bus.close();
    await postgres.stop();
  };
  try {
    const config = readConfig({
      DATABASE_URL: postgres.url,
      KAFKA_BROKERS: 'in-memory:0',
      DEFINITIONS_DIR: DEFINITIONS,
      PORT: '0',
    });
    const coordinator = await startCoordinator(config, { bus, log });
    running.push(coordinator);
    for (const start of [startOrders, startPayments, startInventory, startShipping])
      running.push(await start(shop));
    const addresses = [`Postgres ${postgres.url}`, `coordinator ${coordinator.url}`];
    addresses.push(...(await consoleAddress(coordinator.url)));
    return {
      addresses,
      coordinatorUrl: coordinator.url,
      databaseUrl: postgres.url,
      bus,
      topicPrefix: '',
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
