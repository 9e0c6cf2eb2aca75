export { SagaParticipant } from './saga-participant.js';
export { SagaCommandHandler, sagaCommandHandler } from './saga-command-handler.js';
export {
  SagaParticipantModule,
  type SagaParticipantAsyncOptions,
  type SagaParticipantOptions,
} from './saga-participant.module.js';
