import type { Fault, ObserveNode, ParallelNode, PlanNode, TryNode } from '@saga/definition';
import type { Move } from './migrate.js';
import type { Names } from './names.js';
import { nodeOf } from './path.js';

/** Groups that have begun and don't have the same flows in the new version. */
export function groupRefusals({ from, to, names, before }: Move): Fault[] {
  const begun = new Set(
    [...before.steps].flatMap(({ path }) => {
      const node = nodeOf(from, path.split('/', 1)[0]!);
      return node ? [node.path, ...node.within.map(({ group }) => group)] : [];
    }),
  );
  return [...begun].flatMap((path) => {
    const old = from.nodes.get(path);
    if (!isGroup(old)) return [];
    const now = to.nodes.get(names[path] ?? path);
    const [was, is] = [shapeOf(old, names), isGroup(now) ? shapeOf(now, {}) : 'no such group'];
    if (was === is) return [];
    const message = `has begun with ${was}, and version ${to.version} has ${is}`;
    return [{ path, message, fix: 'keep it, or put what is new before or after it' }];
  });
}

type Shaped = ParallelNode | TryNode | ObserveNode;

function isGroup(node: PlanNode | undefined): node is Shaped {
  return node?.kind === 'parallel' || node?.kind === 'try' || node?.kind === 'observe';
}

function shapeOf(node: Shaped, renamed: Names): string {
  if (node.kind === 'try') return `${node.ways.length} ways`;
  if (node.kind === 'observe') {
    const events = node.events.map(({ wait: { path } }) => renamed[path] ?? path);
    return `the events ${events.sort().join(', ')}`;
  }
  const names = node.branches.map(({ name }) => name);
  return `the branches ${names.sort().join(', ')}, of which ${node.join} are needed`;
}
