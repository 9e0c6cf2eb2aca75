import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { createParticipant, type Participant } from '../participant.js';
import { CommandHandlerDiscovery } from './command-handler-discovery.js';
import type { SagaParticipantOptions } from './saga-participant.module.js';

export const PARTICIPANT_OPTIONS = Symbol('saga-participant-options');

/** Starts the participant when all providers are there, and stops it while they still are. */
@Injectable()
export class ParticipantRunner implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private participant: Participant | undefined;

  constructor(
    @Inject(PARTICIPANT_OPTIONS) private readonly options: SagaParticipantOptions,
    private readonly discovery: CommandHandlerDiscovery,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const handlers = this.discovery.handlersOf(this.options.name);
    this.participant = createParticipant({ ...this.options, handlers });
    await this.participant.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.participant?.stop();
  }
}
