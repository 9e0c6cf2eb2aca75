export { SagaParticipant } from './saga-participant.js';
export { SagaCommandHandler } from './saga-command-handler.js';
export {
  SagaParticipantModule,
  type SagaParticipantAsyncOptions,
  type SagaParticipantOptions,
} from './saga-participant.module.js';
