import type { CommandNode, PlanNode } from './plan.js';

/** Every step of a flow that commands a participant, however deep it lies, in the order of writing. */
export function commandsOf(flow: readonly PlanNode[]): CommandNode[] {
  return flow.flatMap((node) => {
    switch (node.kind) {
      case 'command':
        return [node];
      case 'delay':
        return [];
      case 'parallel':
        return node.branches.flatMap(commandsOf);
      case 'choose':
        return node.options.flatMap((option) => commandsOf(option.flow));
    }
  });
}
