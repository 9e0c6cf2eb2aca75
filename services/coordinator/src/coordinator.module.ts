import { type DynamicModule, Module } from '@nestjs/common';
import { Store } from '@saga/store';
import { ApprovalsController } from './api/approvals.controller.js';
import { AsyncApiController, TOPICS } from './api/async-api.controller.js';
import { DeadLettersController } from './api/dead-letters.controller.js';
import { DefinitionRolloutsController } from './api/definition-rollouts.controller.js';
import { DefinitionsController } from './api/definitions.controller.js';
import { HealthController, Readiness } from './api/health.controller.js';
import { LocksController } from './api/locks.controller.js';
import { MigrationsController } from './api/migrations.controller.js';
import { OpenApiController } from './api/open-api.controller.js';
import { SagasController } from './api/sagas.controller.js';
import { SchemaController } from './api/schema.controller.js';
import { UnknownEventsController } from './api/unknown-events.controller.js';
import type { Coordinator } from './coordinator.js';
import { LetterService } from './dead-letters/letter-service.js';
import { TriggerListener } from './definitions/trigger-listener.js';
import { SagaMigrations } from './migrations/saga-migrations.js';
import { Intake } from './pipeline/intake.js';
import { KafkaController } from './pipeline/kafka.controller.js';
import { SagaService } from './sagas/saga-service.js';

/** Those whose methods are the operations. */
export const OPERATORS = [
  SagasController,
  ApprovalsController,
  DefinitionsController,
  DefinitionRolloutsController,
  MigrationsController,
  LocksController,
  UnknownEventsController,
  SchemaController,
  AsyncApiController,
  OpenApiController,
];

/** The coordinator as Nest serves it: batches from Kafka, requests over HTTP and gRPC. */
@Module({})
export class CoordinatorModule {
  static of({ store, triggers, sagas, migrations, letters, intake, topics }: Coordinator): DynamicModule {
    return {
      module: CoordinatorModule,
      controllers: [KafkaController, HealthController, DeadLettersController, ...OPERATORS],
      providers: [
        Readiness,
        { provide: Store, useValue: store },
        { provide: TriggerListener, useValue: triggers },
        { provide: SagaService, useValue: sagas },
        { provide: SagaMigrations, useValue: migrations },
        { provide: LetterService, useValue: letters },
        { provide: Intake, useValue: intake },
        { provide: TOPICS, useValue: topics },
      ],
    };
  }
}
