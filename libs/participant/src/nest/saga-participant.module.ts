import {
  type DynamicModule,
  type FactoryProvider,
  Module,
  type ModuleMetadata,
  type Provider,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { ParticipantOptions } from '../participant.js';
import { CommandHandlerDiscovery } from './command-handler-discovery.js';
import { PARTICIPANT_OPTIONS, SagaParticipant } from './saga-participant.js';

/** As for `createParticipant`, but for the handlers: those are found by `@SagaCommandHandler`. */
export type SagaParticipantOptions = Omit<ParticipantOptions<unknown>, 'handlers'>;

/** As for a Nest factory provider that makes the options. */
export type SagaParticipantAsyncOptions = Pick<ModuleMetadata, 'imports'> &
  Pick<FactoryProvider<SagaParticipantOptions>, 'inject' | 'useFactory'>;

/**
 * Makes the application a participant: its commands are consumed from when the application has started until
 * it closes. Call `app.enableShutdownHooks()` so that a signal lets it finish the commands in hand.
 */
@Module({})
export class SagaParticipantModule {
  static forRoot(options: SagaParticipantOptions): DynamicModule {
    return participantModule({ provide: PARTICIPANT_OPTIONS, useValue: options });
  }

  static forRootAsync({ imports, inject = [], useFactory }: SagaParticipantAsyncOptions): DynamicModule {
    return participantModule({ provide: PARTICIPANT_OPTIONS, inject, useFactory }, imports);
  }
}

function participantModule(options: Provider, imports: ModuleMetadata['imports'] = []): DynamicModule {
  return {
    module: SagaParticipantModule,
    imports: [DiscoveryModule, ...imports],
    providers: [options, CommandHandlerDiscovery, SagaParticipant],
    exports: [SagaParticipant],
  };
}
