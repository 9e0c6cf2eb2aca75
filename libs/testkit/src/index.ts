export {
  after,
  type Answer,
  breakDown,
  loseReply,
  refuse,
  type Script,
  staySilent,
  succeed,
} from './answer.js';
export { type ExploredFailure, type ExploredOutcome, Exploration } from './explore.js';
export { SagaRun } from './saga-run.js';
export { type RunOptions, SagaTest, sagaTest } from './saga-test.js';
