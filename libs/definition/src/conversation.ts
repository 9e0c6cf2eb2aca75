import type { Json } from './json.js';
import { isUndoable } from './nodes-of.js';
import type { CommandNode, Plan, PlannedCommand, PlanNode } from './plan.js';

/** A command that the sagas of a definition send. */
export interface SentCommand {
  name: string;
  direction: 'do' | 'undo';
  /** The step that it does or undoes, or beside which it stands. */
  step: string;
  /** Its input as it is written: a template. */
  input: Json;
}

/** An event that the sagas of a definition publish, to undo what another one tells of. */
export interface SentEvent {
  topic: string;
  type: string;
  /** The step that it undoes. */
  step: string;
  /** Its data as they are written: a template. */
  data: Json;
}

/** An event that starts sagas of a definition, or for which they wait. */
export interface AwaitedEvent {
  topic: string;
  type: string;
  /** The step that waits; null for an event that starts a saga. */
  step: string | null;
}

/** What the sagas of a definition say to others, and what they want to hear. */
export interface Conversation {
  definition: string;
  version: number;
  commands: SentCommand[];
  publishes: SentEvent[];
  hears: AwaitedEvent[];
}

/** What is said in sagas of a plan, in the order of writing. Locks are left out: the coordinator keeps them itself. */
export function conversationOf({ name, version, triggers, waits, nodes }: Plan): Conversation {
  const all = [...nodes.values()];
  const undoing = all.flatMap((node) => compensationOf(node) ?? []);
  const starts = triggers.map(({ topic, event }) => ({ topic, type: event, step: null }));
  return {
    definition: name,
    version,
    commands: all.flatMap(commandsAt),
    publishes: undoing.flatMap(({ path, compensation: { command, publish, input } }) =>
      publish ? [{ topic: publish.topic, type: command, step: path, data: input.written }] : [],
    ),
    hears: [...starts, ...waits.map(({ topic, event, step }) => ({ topic, type: event, step }))],
  };
}

function commandsAt(node: PlanNode): SentCommand[] {
  const undo = compensationOf(node);
  return [
    ...(node.kind === 'command' && isForOthers(node) ? [sent(node.path, 'do', node.action)] : []),
    ...(undo && !undo.compensation.publish ? [sent(node.path, 'undo', undo.compensation)] : []),
  ];
}

function sent(step: string, direction: 'do' | 'undo', { command, input }: PlannedCommand): SentCommand {
  return { name: command, direction, step, input: input.written };
}

/** A lock is kept by the coordinator, and another saga is started by a message of its own kind. */
function isForOthers({ role, child }: CommandNode): boolean {
  return role !== 'lock' && child === null;
}

function compensationOf(node: PlanNode): { path: string; compensation: PlannedCommand } | null {
  if (!isUndoable(node)) return null;
  const { path, compensation } = node;
  return compensation === null || (node.kind === 'command' && !isForOthers(node))
    ? null
    : { path, compensation };
}
