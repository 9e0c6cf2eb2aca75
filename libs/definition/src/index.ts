export type { CommandsOf } from './builder/commands-of.js';
export { expression, type FlowBuilder, input, output, saga } from './builder/saga-builder.js';
export type { Given, Reference } from './builder/reference.js';
export { compile } from './compile.js';
export {
  type AwaitedEvent,
  type Conversation,
  conversationOf,
  type SentCommand,
  type SentEvent,
} from './conversation.js';
export { diffDefinitions, type Difference } from './diff.js';
export { milliseconds } from './duration.js';
export { ExpressionError, type Expression, type Scope } from './expression.js';
export { type Fault, InvalidDefinition } from './fault.js';
export { canonical, isJsonObject, type Json, type JsonObject } from './json.js';
export { isLoop, isUndoable, type UndoableNode } from './nodes-of.js';
export { MAX_DEFINITION_BYTES, parseDefinition } from './parse-definition.js';
export type {
  Awaited,
  ChooseNode,
  CommandNode,
  DelayNode,
  EachNode,
  Enclosure,
  GroupNode,
  ObservedNode,
  ObserveNode,
  ParallelNode,
  Phase,
  Plan,
  PlannedCommand,
  PlannedRetry,
  PlannedTrigger,
  PlannedWait,
  PlanNode,
  RepeatNode,
  Role,
  TryNode,
  Undoable,
  WaitNode,
} from './plan.js';
export type * from './saga-definition.js';
export {
  importServerlessWorkflow,
  type ImportedWorkflow,
} from './serverless-workflow/serverless-workflow.js';
export { type NotMapped } from './serverless-workflow/ledger.js';
export { InvalidWorkflow } from './serverless-workflow/workflow.js';
export { sagaDefinitionSchema } from './schema.js';
export type { Reference as Reading } from './syntax-tree.js';
export { type CompiledTemplate, MAX_RENDERED_BYTES } from './template.js';
