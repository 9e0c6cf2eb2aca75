import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Bus, createKafkaBus } from '@saga/bus';
import { KafkaBatchStrategy } from '@saga/bus/nest';
import { createLogger, type Logger } from '@saga/telemetry';
import { Readiness } from './api/health.controller.js';
import { ProblemFilter } from './api/problem.filter.js';
import { RequestValidation } from './api/request-validation.js';
import type { CoordinatorConfig } from './config/coordinator-config.js';
import { serveConsole } from './console-pages.js';
import { Coordinator } from './coordinator.js';
import { CoordinatorModule } from './coordinator.module.js';
import { OperationsServer } from './operations/grpc-server.js';

export interface RunningCoordinator {
  /** Where the API answers, such as http://127.0.0.1:3000. */
  url: string;
  /** Where gRPC answers, such as 127.0.0.1:3001. */
  grpc: string;
  /** Finishes the batch in hand, commits it, leaves the group and closes everything. */
  stop(): Promise<void>;
}

const BODY_LIMIT = 1_048_576;

/**
 * Starts a coordinator in this process. `bus` replaces Kafka, for a demo on a machine that has none.
 * Rejects when Postgres or Kafka can't be reached or the port is taken.
 */
export async function startCoordinator(
  config: CoordinatorConfig,
  { bus, log = createLogger({ name: 'coordinator' }) }: { bus?: Bus; log?: Logger } = {},
): Promise<RunningCoordinator> {
  const ownBus =
    bus ?? createKafkaBus({ brokers: config.KAFKA_BROKERS, clientId: config.KAFKA_CLIENT_ID, log });
  const coordinator = await Coordinator.open(config, ownBus, log);
  const app = await NestFactory.create<NestExpressApplication>(CoordinatorModule.of(coordinator), {
    logger: false,
    bodyParser: false,
    abortOnError: false,
  });
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useBodyParser('text', {
    limit: BODY_LIMIT,
    type: ['application/yaml', 'application/x-yaml', 'text/yaml'],
  });
  app.useGlobalPipes(new RequestValidation());
  app.useGlobalFilters(new ProblemFilter(log));
  const console = serveConsole(app);
  app.connectMicroservice(
    {
      strategy: new KafkaBatchStrategy({
        bus: ownBus,
        group: config.CONSUMER_GROUP,
        topicPrefix: config.TOPIC_PREFIX,
      }),
    },
    { inheritAppConfig: false },
  );
  const grpc = new OperationsServer(
    config.HOST,
    config.GRPC_PORT ?? (config.PORT && config.PORT + 1),
    BODY_LIMIT,
  );
  app.connectMicroservice({ strategy: grpc }, { inheritAppConfig: true });
  const stop = async () => {
    app.get(Readiness).ready = false;
    await app.close();
    await coordinator.stop();
    if (!bus) await ownBus.close();
  };
  try {
    await app.startAllMicroservices();
    await coordinator.start();
    await app.listen(config.PORT, config.HOST);
  } catch (error) {
    await stop();
    throw error;
  }
  app.get(Readiness).ready = true;
  const url = (await app.getUrl()).replace('[::1]', 'localhost');
  log.info({ url, grpc: grpc.address, console }, 'coordinator is ready');
  return { url, grpc: grpc.address, stop };
}
