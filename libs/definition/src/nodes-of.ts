import type { CommandNode, PlanNode } from './plan.js';

/** Every node of a flow, however deep it lies, in the order of writing; a command is followed by those beside it. */
export function nodesOf(flow: readonly PlanNode[]): PlanNode[] {
  return flow.flatMap((node) =>
    node.kind === 'command' ? [node, ...besideOf(node)] : [node, ...flowsOf(node).flatMap(nodesOf)],
  );
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
    case 'command':
    case 'delay':
    case 'wait':
      return [];
  }
}

function besideOf({ before, status, verification }: CommandNode): CommandNode[] {
  return [...before, ...(status ? [status.query] : []), ...(verification ? [verification] : [])];
}
