export { decide } from './decide.js';
export type { Decision, Ignored } from './decision.js';
export { evolve } from './evolve.js';
export { executionOf, fromAddress, undoingAddress } from './execution.js';
export { nextWake } from './on-tick.js';
export type { ChildSaga, LifecycleState, SagaEffect } from './saga-effect.js';
export type { SagaEvent, SagaEventType } from './saga-event.js';
export { migrate, type Migration, type MigrationRefusal } from './migrate.js';
export { addressOf, type Names, pathOf, renamed } from './names.js';
export { acrossRounds, nodeOf } from './path.js';
export type { Outcome, SagaInput, SagaStart } from './saga-input.js';
export {
  type Attention,
  type Direction,
  type Execution,
  type Failure,
  type FailureKind,
  isFinished,
  type OperatorAct,
  type Parent,
  type SagaState,
  type SagaStatus,
  type StepState,
} from './saga-state.js';
export { simulateMigration, type Simulation } from './simulate.js';
export { Steps } from './steps.js';
