import 'reflect-metadata';
import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Bus, BusLog } from '@saga/bus';
import type { ValueFormat } from '@saga/contracts';
import { postgresBarrier } from '@saga/participant';
import { SagaParticipantModule } from '@saga/participant/nest';
import { Pool } from 'pg';
import { migrate } from './migrate.js';
import { readTechnicalFailureRate } from './environment.js';
import { withTechnicalFaults } from './technical-faults.js';

/** What sets one service of the shop apart from the others. */
export interface ShopService {
  /** Its name as a participant. */
  name: string;
  /** Its own Postgres schema, which no other service writes to. */
  schema: string;
  /** SQL that creates what the service needs in its schema; it may run again and again. */
  migration: string;
  /** The provider whose methods handle its commands. */
  handlers: Type;
}

export interface ShopServiceOptions {
  bus: Bus;
  databaseUrl: string;
  topicPrefix?: string;
  /** How replies are written. Default json. */
  format?: ValueFormat;
  /** Fraction of the commands that break on purpose. Default: SHOP_TECHNICAL_FAILURE_RATE, else none. */
  technicalFailureRate?: number;
  log?: BusLog;
}

export interface RunningService {
  /** Finishes the commands in hand and lets go of the database; the bus stays the caller's. */
  stop(): Promise<void>;
}

/** Prepares the service's schema and begins to take its commands. */
export async function startShopService(
  { name, schema, migration, handlers }: ShopService,
  { bus, databaseUrl, topicPrefix, format, technicalFailureRate, log }: ShopServiceOptions,
): Promise<RunningService> {
  const rate = technicalFailureRate ?? readTechnicalFailureRate(process.env);
  const pool = new Pool({ connectionString: databaseUrl, application_name: `shop-${name}` });
  pool.on('error', (error) => log?.warn({ err: error }, 'a database connection was lost'));
  const barrier = postgresBarrier(pool, {
    schema,
    ledger: true,
    onSweepError: (error) => log?.error({ err: error }, 'the outbox could not be swept'),
  });

  @Module({
    imports: [
      SagaParticipantModule.forRoot({
        name,
        bus,
        topicPrefix,
        format,
        log,
        barrier: withTechnicalFaults(barrier, rate),
      }),
    ],
    providers: [handlers],
  })
  class ShopServiceModule {}

  try {
    await barrier.migrate();
    await migrate(pool, migration);
    const app = await NestFactory.createApplicationContext(ShopServiceModule, {
      logger: false,
      abortOnError: false,
    });
    return {
      async stop() {
        await app.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
