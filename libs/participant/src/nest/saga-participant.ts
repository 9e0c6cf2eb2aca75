import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { createParticipant, type Participant } from '../participant.js';
import type { ParticipantHealth } from '../participant-health.js';
import { CommandHandlerDiscovery } from './command-handler-discovery.js';
import type { SagaParticipantOptions } from './saga-participant.module.js';

export const PARTICIPANT_OPTIONS = Symbol('saga-participant-options');

const NOT_YET: ParticipantHealth = {
  ...{ ready: false, state: 'starting', group: null, lag: null },
  ...{ inHand: 0, lastBatchAt: null, failing: null },
};

/**
 * Starts the participant when all providers are there, and stops it while they still are. Inject it where your
 * application tells whether it is ready.
 */
@Injectable()
export class SagaParticipant implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private participant: Participant | undefined;

  constructor(
    @Inject(PARTICIPANT_OPTIONS) private readonly options: SagaParticipantOptions,
    private readonly discovery: CommandHandlerDiscovery,
  ) {}

  /** How it is, as `Participant.health` has it. Never rejects. */
  async health(): Promise<ParticipantHealth> {
    return this.participant?.health() ?? NOT_YET;
  }

  async onApplicationBootstrap(): Promise<void> {
    const handlers = this.discovery.handlersOf(this.options.name);
    this.participant = createParticipant({ ...this.options, handlers });
    await this.participant.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.participant?.stop();
  }
}
