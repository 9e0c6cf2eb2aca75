export { expression, type FlowBuilder, output, saga } from './builder/saga-builder.js';
export type { Given, Reference } from './builder/reference.js';
export { compile } from './compile.js';
export { milliseconds } from './duration.js';
export { ExpressionError, type Expression, type Scope } from './expression.js';
export { type Fault, InvalidDefinition } from './fault.js';
export { isJsonObject, type Json, type JsonObject } from './json.js';
export { MAX_DEFINITION_BYTES, parseDefinition } from './parse-definition.js';
export type {
  ChooseNode,
  CommandNode,
  DelayNode,
  ParallelNode,
  Phase,
  Plan,
  PlannedCommand,
  PlannedRetry,
  PlannedTrigger,
  PlanNode,
} from './plan.js';
export type {
  ChooseStep,
  CommandStep,
  Compensation,
  DefinitionRef,
  DelayStep,
  Duration,
  Option,
  ParallelStep,
  RetryPolicy,
  SagaDefinition,
  StartTrigger,
  Step,
  Template,
} from './saga-definition.js';
export { sagaDefinitionSchema } from './schema.js';
export { MAX_RENDERED_BYTES } from './template.js';
