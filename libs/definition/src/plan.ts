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

/** One command as it will be sent; `timeout` null waits for its reply as long as it takes. */
export interface PlannedCommand {
  command: string;
  participant: string;
  input: CompiledTemplate;
  timeout: number | null;
  retry: PlannedRetry;
  /** Where it is published as an event, which is done with that; null for a command that is answered. */
  publish: { topic: string; key: Expression | null } | null;
}

/**
 * Where a step stands to the pivot: `compensable` steps can be undone, the `pivot` decides, `retriable` steps come
 * after it and are only retried forward; so are those of the `aftermath`, when everything has been undone.
 */
export type Phase = 'compensable' | 'pivot' | 'retriable' | 'aftermath';

/** The flow of a group that a step stands in: a branch, an option, a way, or the one flow of a loop. */
export interface Enclosure {
  group: string;
  kind: GroupNode['kind'];
  /** The branch's name, the option's or the way's number; empty in a loop. */
  flow: string;
}

interface Placed {
  /** Names the step uniquely within its definition. */
  path: string;
  phase: Phase;
  /** The groups that it stands in, the outermost first. */
  within: readonly Enclosure[];
}

/** What a command is for: the work of its step, or something beside it. */
export type Role = 'step' | 'lock' | 'reread' | 'status' | 'verification';

/** A step that may be undone. */
export interface Undoable {
  compensation: PlannedCommand | null;
  /** Names of steps that are undone before it. */
  undoneAfter: readonly string[];
  isCommutative: boolean;
  verification: CommandNode | null;
}

/** A command and what belongs to it. */
export interface CommandNode extends Placed, Undoable {
  kind: 'command';
  role: Role;
  action: PlannedCommand;
  /** Rendered over `reply` as well; null keeps the reply whole. */
  output: CompiledTemplate | null;
  /** Whether the timeout stands still while the participant does not keep up with its commands. */
  clockStops: boolean;
  /** What has to succeed before its own command goes out: a lock, a reread. */
  before: readonly CommandNode[];
  /** Over `reread`: whether the step may go on. */
  unchanged: Expression | null;
  status: { query: CommandNode; deadline: number } | null;
  /** The definition whose saga does the step, in place of a participant; version null is the current one. */
  child: { definition: string; version: number | null } | null;
}

/** Flows that run side by side; the node is done when `join` of them are, and the others undone. */
export interface ParallelNode extends Placed {
  kind: 'parallel';
  join: number;
  branches: readonly { name: string; flow: readonly PlanNode[] }[];
}

/** Flows of which one is taken: the first whose condition holds, or has none. */
export interface ChooseNode extends Placed {
  kind: 'choose';
  options: readonly { when: Expression | null; flow: readonly PlanNode[] }[];
}

/** One flow for each item of a list. */
export interface EachNode extends Placed {
  kind: 'each';
  list: Expression;
  /** The variable that holds the item. */
  as: string;
  concurrency: number;
  flow: readonly PlanNode[];
  output: CompiledTemplate | null;
}

/** One flow, until a condition holds after it. */
export interface RepeatNode extends Placed {
  kind: 'repeat';
  until: Expression;
  atMost: number;
  flow: readonly PlanNode[];
}

/** Flows of which the next that fits is taken when the one before has failed, and is undone. */
export interface TryNode extends Placed {
  kind: 'try';
  ways: readonly { when: Expression | null; flow: readonly PlanNode[] }[];
}

/** A pause; nobody is asked for anything, and there is nothing to undo. */
export interface DelayNode extends Placed {
  kind: 'delay';
  /** Milliseconds, or the time as an ISO 8601 text. */
  delay: number | Expression;
}

/** What a step waits for. */
export type Awaited =
  | {
      kind: 'event';
      event: string;
      topic: string;
      key: Expression;
      match: Expression;
      keep: number;
      /** One of a choreography: it may come again, or late, and is seen all the same. */
      isObserved: boolean;
    }
  | { kind: 'signal'; signal: string }
  | {
      kind: 'approval';
      question: CompiledTemplate | null;
      approvers: readonly string[];
      default: 'approve' | 'reject' | null;
    };

/** A wait for news from outside; nobody is commanded, but that of which an event tells may be undone. */
export interface WaitNode extends Placed, Undoable {
  kind: 'wait';
  awaited: Awaited;
  timeout: number | null;
  output: CompiledTemplate | null;
}

/** Events that services cause by themselves; the node is done when all of them have come that have to. */
export interface ObserveNode extends Placed {
  kind: 'observe';
  /** Each stands behind those it comes after. */
  events: readonly ObservedNode[];
}

export interface ObservedNode {
  wait: WaitNode;
  after: readonly string[];
  /** Milliseconds from the last of these on. */
  within: number | null;
  isOptional: boolean;
  fails: boolean;
}

export type GroupNode = ParallelNode | ChooseNode | EachNode | RepeatNode | TryNode;

/** The kinds of nodes that a flow is made of. */
export type PlanNode = CommandNode | GroupNode | DelayNode | WaitNode | ObserveNode;

export interface PlannedTrigger {
  event: string;
  topic: string;
  key: Expression;
  input: CompiledTemplate | null;
}

/** A step's interest in a kind of event: `match` says, of an event, which key it has. */
export interface PlannedWait {
  step: string;
  topic: string;
  event: string;
  match: Expression;
  /** Milliseconds that an event is kept that comes too early. */
  keep: number;
}

/** A definition checked and compiled: what the engine runs. Immutable, so it may be cached for good. */
export interface Plan {
  name: string;
  version: number;
  /** Milliseconds from the start, or null when the saga may take as long as it likes. */
  deadline: number | null;
  flow: readonly PlanNode[];
  onFailure: readonly PlanNode[];
  output: CompiledTemplate | null;
  compensation: { order: 'reverse' | 'parallel' | 'custom'; concurrency: number };
  /** Every node, however deep it lies, by its path. */
  nodes: ReadonlyMap<string, PlanNode>;
  /** Those of them that command a participant. */
  commands: ReadonlyMap<string, CommandNode>;
  /** The pivot, and the steps after it: once any of them is commanded there may be no going back. */
  pointsOfNoReturn: readonly string[];
  /** Whether any step takes a lock. */
  locks: boolean;
  triggers: readonly PlannedTrigger[];
  waits: readonly PlannedWait[];
  definition: SagaDefinition;
}
