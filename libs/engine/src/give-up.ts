import { type Enclosure, ExpressionError, type PlanNode } from '@saga/definition';
import { raiseAttention } from './attention.js';
import { startCompensation } from './compensate.js';
import type { DecisionInProgress } from './decision.js';
import { flowAt, flowOf, prefixOf } from './path.js';
import type { Failure } from './saga-state.js';
import { holds } from './scope.js';
import { giveFlowUp } from './undo-flow.js';

/**
 * What comes of a step's failure: before the pivot the flow that can do without it is undone, or else the saga;
 * otherwise a person has to decide.
 */
export function giveUp(d: DecisionInProgress, node: PlanNode, path: string, failure: Failure): void {
  const step = d.state.steps.get(path);
  if (node.phase === 'retriable' || node.phase === 'aftermath')
    return step
      ? raiseAttention(d, path, failure, ['retry', 'skip'])
      : raiseAttention(d, null, failure, ['retry']);
  if (node.phase === 'pivot' && step?.action.unknown)
    return raiseAttention(d, path, failure, ['retry', 'skip', 'cancel']);
  const cause = step ? path : null;
  const dispensable = dispensableFlow(d, node, path, failure);
  if (dispensable) giveFlowUp(d, { ...dispensable, cause, failure });
  else startCompensation(d, cause, failure);
}

/** The innermost flow round a step that can be given up: there is another way, or there are branches enough. */
function dispensableFlow(
  d: DecisionInProgress,
  { within }: PlanNode,
  path: string,
  failure: Failure,
): { flow: string; next: number | null } | null {
  for (let depth = within.length - 1; depth >= 0; depth--) {
    const flow = flowAt(path, within, depth);
    const { kind } = within[depth]!;
    if (kind === 'try') {
      const next = nextWay(d, within[depth]!, flow, failure);
      if (next !== null) return { flow, next };
    }
    if (kind === 'parallel' && canDoWithout(d, within[depth]!, flow)) return { flow, next: null };
  }
  return null;
}

/** The next way whose condition holds; one whose condition can't be evaluated is none. */
function nextWay(
  d: DecisionInProgress,
  { group, flow: way }: Enclosure,
  flow: string,
  failure: Failure,
): number | null {
  const node = d.plan.nodes.get(group);
  if (node?.kind !== 'try') return null;
  const { code, message } = failure;
  const reader = d.reader(prefixOf(flow) + group, { failure: { code, message } });
  const next = node.ways.findIndex(({ when }, i) => i > Number(way) && holdsForSure(when, reader));
  return next < 0 ? null : next;
}

function holdsForSure(...condition: Parameters<typeof holds>): boolean {
  try {
    return holds(...condition);
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function canDoWithout(d: DecisionInProgress, { group }: Enclosure, flow: string): boolean {
  const node = d.plan.nodes.get(group);
  if (node?.kind !== 'parallel') return false;
  const others = node.branches
    .map(({ name }) => flowOf(prefixOf(flow), group, name))
    .filter((each) => each !== flow);
  return others.filter((each) => !d.state.steps.has(each)).length >= node.join;
}
