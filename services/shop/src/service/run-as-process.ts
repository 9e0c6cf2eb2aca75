import { createKafkaBus, type Bus, type BusLog } from '@saga/bus';
import type { ValueFormat } from '@saga/contracts';
import { createLogger, startTelemetry } from '@saga/telemetry';
import { readBrokers, readMessageFormat, readTopicPrefix } from './environment.js';
import type { RunningService } from './shop-service.js';

/** What every process of the shop is told: where it talks to whom, and how. */
export interface Connected {
  bus: Bus;
  topicPrefix: string;
  format: ValueFormat;
  log: BusLog;
}

/**
 * Runs a service as a process of its own until SIGTERM or SIGINT, on the Kafka that KAFKA_BROKERS names and
 * the topics that begin with TOPIC_PREFIX, where it writes as MESSAGE_FORMAT says.
 * When `start` rejects, for a variable that is wrong say, the process ends with that error and status 1.
 */
export async function runAsProcess(
  name: string,
  start: (connected: Connected) => Promise<RunningService>,
): Promise<void> {
  const telemetry = startTelemetry({ serviceName: `shop-${name}` });
  const log = createLogger({ name: `shop-${name}` });
  try {
    const bus = createKafkaBus({ brokers: readBrokers(process.env), clientId: `shop-${name}`, log });
    const service = await start({
      ...{ bus, log },
      topicPrefix: readTopicPrefix(process.env),
      format: readMessageFormat(process.env),
    });
    await signalled();
    log.info({}, 'finishing the work in hand');
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
    // Started by another program over an IPC channel, it does not outlive that program, nor stay for the channel.
    process.once('disconnect', resolve);
    process.channel?.unref();
  });
}
