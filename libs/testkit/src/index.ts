export {
  after,
  type Answer,
  breakDown,
  lagBehind,
  loseReply,
  refuse,
  type Script,
  staySilent,
  succeed,
} from './answer.js';
export {
  type ExploredFailure,
  type ExploredOutcome,
  Exploration,
  type ExploreOptions,
  type Failed,
} from './explore.js';
export { SagaRun, type StepTaken, type ToldEvent } from './saga-run.js';
export { type RunOptions, SagaTest, sagaTest, type TestOptions } from './saga-test.js';
export { type SagaSnapshot } from './snapshot.js';
export { Forecast, type Interval, type Totals } from './what-if/forecast.js';
export { whatIf, type WhatIfOptions } from './what-if/what-if.js';
