import { createKafkaBus } from '@saga/bus';
import { createLogger, startTelemetry } from '@saga/telemetry';
import { readServiceEnvironment } from './environment.js';
import type { RunningService, ShopServiceOptions } from './shop-service.js';

/**
 * Runs a service as a process of its own until SIGTERM or SIGINT, on the Kafka and the Postgres that the
 * environment names. A wrong environment ends the process with an error that names the variable.
 */
export async function runAsProcess(
  name: string,
  start: (options: ShopServiceOptions) => Promise<RunningService>,
): Promise<void> {
  const telemetry = startTelemetry({ serviceName: `shop-${name}` });
  const log = createLogger({ name: `shop-${name}` });
  try {
    const { brokers, databaseUrl } = readServiceEnvironment(process.env);
    const bus = createKafkaBus({ brokers, clientId: `shop-${name}`, log });
    const service = await start({ bus, databaseUrl, log });
    await signalled();
    log.info({}, 'finishing the commands in hand');
    await service.stop();
    await bus.close();
  } catch (error) {
    log.fatal({ err: error }, `${name} can't run`);
    process.exitCode = 1;
  }
  await telemetry.shutdown();
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => resolve());
  });
}
