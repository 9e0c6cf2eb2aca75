import type { CommandNode, Enclosure, PlanNode, WaitNode } from './plan.js';

/** Every node of a flow, however deep it lies, in the order of writing; a step is followed by the commands beside it. */
export function nodesOf(flow: readonly PlanNode[]): PlanNode[] {
  return flow.flatMap((node) => [node, ...besideOf(node), ...flowsOf(node).flatMap(nodesOf)]);
}

/** The flows that a node is made of; none for one that is no group. */
export function flowsOf(node: PlanNode): (readonly PlanNode[])[] {
  switch (node.kind) {
    case 'parallel':
      return node.branches.map(({ flow }) => flow);
    case 'choose':
      return node.options.map(({ flow }) => flow);
    case 'try':
      return node.ways.map(({ flow }) => flow);
    case 'each':
    case 'repeat':
      return [node.flow];
    case 'observe':
      return [node.events.map(({ wait }) => wait)];
    case 'command':
    case 'delay':
    case 'wait':
      return [];
  }
}

/** Whether steps run in it again and again, so that their paths tell which time it is. */
export function isLoop({ kind }: Pick<Enclosure, 'kind'>): boolean {
  return kind === 'each' || kind === 'repeat';
}

/** A step that may have something to be undone: one that commands, or waits for what others do. */
export type UndoableNode = CommandNode | WaitNode;

export function isUndoable(node: PlanNode | undefined): node is UndoableNode {
  return node?.kind === 'command' || node?.kind === 'wait';
}

function besideOf(node: PlanNode): CommandNode[] {
  if (!isUndoable(node)) return [];
  const verification = node.verification ? [node.verification] : [];
  if (node.kind === 'wait') return verification;
  return [...node.before, ...(node.status ? [node.status.query] : []), ...verification];
}
