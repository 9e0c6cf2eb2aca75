import type { Expression } from './expression.js';
import type { SagaDefinition } from './saga-definition.js';
import type { CompiledTemplate } from './template.js';

/** A retry policy with every default filled in; times in milliseconds. */
export interface PlannedRetry {
  attempts: number;
  backoff: number;
  factor: number;
  maxBackoff: number;
  jitter: number;
  nonRetryable: ReadonlySet<string>;
}

/** One command as it will be sent: `input` is rendered over `input` and `steps`. */
export interface PlannedCommand {
  command: string;
  participant: string;
  input: CompiledTemplate;
  timeout: number;
  retry: PlannedRetry;
}

/**
 * Where a step stands to the pivot: `compensable` steps can be undone, the `pivot` decides,
 * `retriable` steps come after it and are only retried forward.
 */
export type Phase = 'compensable' | 'pivot' | 'retriable';

/** A step that commands a participant. `path` names it uniquely within a saga. */
export interface CommandNode {
  kind: 'command';
  path: string;
  phase: Phase;
  action: PlannedCommand;
  /** Rendered over `reply` as well; null keeps the reply whole. */
  output: CompiledTemplate | null;
  compensation: PlannedCommand | null;
}

/** Flows that run side by side; the node is done when all are. */
export interface ParallelNode {
  kind: 'parallel';
  path: string;
  branches: readonly (readonly PlanNode[])[];
}

/** Flows of which one is taken: the first whose condition holds, or has none. */
export interface ChooseNode {
  kind: 'choose';
  path: string;
  phase: Phase;
  options: readonly { when: Expression | null; flow: readonly PlanNode[] }[];
}

/** A pause; nobody is asked for anything, and there is nothing to undo. */
export interface DelayNode {
  kind: 'delay';
  path: string;
  milliseconds: number;
}

/** The kinds of nodes that a flow is made of. */
export type PlanNode = CommandNode | ParallelNode | ChooseNode | DelayNode;

export interface PlannedTrigger {
  event: string;
  topic: string;
  key: Expression;
  input: CompiledTemplate | null;
}

/** A definition checked and compiled: what the engine runs. Immutable, so it may be cached for good. */
export interface Plan {
  name: string;
  version: number;
  /** Milliseconds from the start, or null when the saga may take as long as it likes. */
  deadline: number | null;
  flow: readonly PlanNode[];
  /** Every step that commands a participant, however deep it lies, by its path. */
  commands: ReadonlyMap<string, CommandNode>;
  triggers: readonly PlannedTrigger[];
  definition: SagaDefinition;
}
