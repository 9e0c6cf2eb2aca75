import type { PlanNode } from '@saga/definition';
import { flowOf } from '../path.js';
import type { SagaState } from '../saga-state.js';

/**
 * The commands on the way that a completed saga has taken, by their paths: every item and every round, the branches
 * that were enough, and the way that led to the end.
 */
export function wayTaken(state: SagaState, flow: readonly PlanNode[], prefix = ''): string[] {
  return flow.flatMap((node): string[] => {
    const path = prefix + node.path;
    const isGivenUp = (name: string) => state.steps.has(flowOf(prefix, node.path, name));
    switch (node.kind) {
      case 'command':
        return [path];
      case 'delay':
      case 'wait':
      case 'observe':
        return [];
      case 'parallel':
        return node.branches
          .filter(({ name }) => !isGivenUp(name))
          .flatMap((branch) => wayTaken(state, branch.flow, prefix));
      case 'choose':
        return wayTaken(state, node.options.find(({ when }) => when?.source !== 'false')?.flow ?? [], prefix);
      case 'try': {
        const way = node.ways.findIndex((_way, i) => !isGivenUp(String(i)));
        return wayTaken(state, node.ways[way]!.flow, prefix);
      }
      case 'each':
      case 'repeat': {
        const { count, rounds } = state.steps.get(path)!.action.output!;
        const times = (count ?? rounds) as number;
        return Array.from({ length: times }, (_, i) => wayTaken(state, node.flow, `${path}[${i}].`)).flat();
      }
    }
  });
}
