import { createLogger, startTelemetry } from '@saga/telemetry';
import { readConfig } from './config/coordinator-config.js';
import { startCoordinator } from './start-coordinator.js';

const log = createLogger({ name: 'coordinator' });
const telemetry = startTelemetry({ serviceName: 'saga-coordinator' });

try {
  const coordinator = await startCoordinator(readConfig(process.env), { log });
  const stop = async (signal: string) => {
    log.info({ signal }, 'finishing what is in hand');
    await coordinator.stop();
    await telemetry.shutdown();
    process.exit(0);
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // Started by another program over an IPC channel, it does not outlive that program.
  process.once('disconnect', () => stop('disconnect'));
} catch (error) {
  log.fatal({ err: error }, (error as Error).message);
  log.flush(() => process.exit(1));
}
