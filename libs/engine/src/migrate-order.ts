import {
  type ChooseNode,
  type EachNode,
  ExpressionError,
  type Fault,
  isLoop,
  type JsonObject,
  type ParallelNode,
  type PlanNode,
  type RepeatNode,
  type TryNode,
} from '@saga/definition';
import type { Move } from './migrate.js';
import { renamed } from './names.js';
import { flowOf, loopsOf, nodeOf, prefixOf } from './path.js';
import type { StepState } from './saga-state.js';
import { holds } from './scope.js';

/**
 * Steps that have begun and that the new version would not have begun yet, or would never begin: it would do others
 * late, or leave them out. `known` are the paths of steps that are refused for another reason.
 */
export function orderRefusals(move: Move, known: ReadonlySet<string>): Fault[] {
  const { after, to } = move;
  const check = new OrderCheck(move, known);
  const isUndoing = after.status === 'compensating' || after.attention?.was === 'compensating';
  check.walk(isUndoing ? to.onFailure : to.flow, '');
  return check.refusals;
}

/** Walks through the new version as the engine would, past what has ended and up to what has not. */
class OrderCheck {
  readonly refusals: Fault[] = [];
  private readonly old: Record<string, string>;
  /** A step that has begun, by each of the nodes that it stands in. */
  private readonly begun = new Map<string, string>();

  constructor(
    private readonly move: Move,
    private readonly known: ReadonlySet<string>,
  ) {
    this.old = Object.fromEntries(Object.entries(move.names).map(([old, name]) => [name, old]));
    for (const { path } of move.after.steps) {
      for (const place of placesOf(path, nodeOf(move.to, path)))
        if (!this.begun.has(place)) this.begun.set(place, path);
    }
  }

  /** The first step of a flow that has not ended; null when all have. */
  walk(flow: readonly PlanNode[], prefix: string): string | null {
    const nodes = flow.flatMap((node): PlanNode[] =>
      node.kind === 'command' ? [...node.before, node] : [node],
    );
    for (const [i, node] of nodes.entries()) {
      const open = this.isKnown(node.path, prefix) ? null : this.openIn(node, prefix);
      if (open === null) continue;
      for (const late of nodes.slice(i + 1)) this.refuseLate(prefix + late.path, open);
      return open;
    }
    return null;
  }

  private openIn(node: PlanNode, prefix: string): string | null {
    const path = prefix + node.path;
    const step = this.move.after.steps.get(path);
    switch (node.kind) {
      case 'command':
      case 'delay':
      case 'wait':
      case 'observe':
        return hasSucceeded(step) ? null : path;
      case 'parallel':
        return this.openBranch(node, prefix);
      case 'choose':
        return this.openOption(node, prefix);
      case 'try':
        return this.openWay(node, prefix);
      case 'each':
        return step ? this.openItem(node, path, step) : path;
      case 'repeat':
        return step ? this.openRound(node, path, step) : path;
    }
  }

  /** As the engine has it, branches that are not needed have to be undone before the group has ended. */
  private openBranch({ path, branches, join }: ParallelNode, prefix: string): string | null {
    const working = branches.filter(({ name }) => !this.isGivenUp(flowOf(prefix, path, name)));
    const open = working.map(({ flow }) => this.walk(flow, prefix));
    const ended = open.filter((each) => each === null).length;
    if (ended === join && ended === working.length) return null;
    return open.find((each) => each !== null) ?? prefix + path;
  }

  private openOption({ path, options }: ChooseNode, prefix: string): string | null {
    const { to: plan, after: state } = this.move;
    let taken: ChooseNode['options'][number] | undefined;
    try {
      taken = options.find(({ when }) => holds(when, { plan, state, path: prefix + path }));
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.refuse(prefix + path, `can't be decided: ${error.message}`, 'mend the condition');
      return null;
    }
    for (const option of options) {
      if (option === taken) continue;
      for (const node of option.flow) {
        const begun = this.begun.get(prefix + node.path);
        if (begun !== undefined)
          this.refuse(
            begun,
            `has begun, and version ${plan.version} would not take its option`,
            'keep the condition',
          );
      }
    }
    return this.walk(taken?.flow ?? [], prefix);
  }

  private openWay({ path, ways }: TryNode, prefix: string): string | null {
    for (let way = 0; ;) {
      const givenUp = this.move.after.steps.get(flowOf(prefix, path, String(way)));
      if (!givenUp) return this.walk(ways[way]!.flow, prefix);
      way = givenUp.action.input.next as number;
    }
  }

  private openItem({ flow }: EachNode, path: string, step: StepState): string | null {
    const { input, output } = step.action;
    const isOver = hasSucceeded(step);
    const begun = isOver ? (input.items as unknown[]).length : (output!.next as number);
    const under = new Set(isOver ? [] : (output!.open as number[]));
    this.checkEnded(flow, path, begun, (item) => under.has(item));
    return isOver ? null : path;
  }

  private openRound({ flow, atMost }: RepeatNode, path: string, step: StepState): string | null {
    const { round, rounds } = step.action.output as JsonObject & { round: number; rounds: number };
    const isOver = hasSucceeded(step);
    this.checkEnded(flow, path, isOver ? rounds : round + 1, (each) => !isOver && each === round);
    if (!isOver && round >= atMost)
      this.refuse(
        path,
        `is in its round ${round + 1}, and may have ${atMost} in version ${this.version}`,
        'allow more',
      );
    return isOver ? null : path;
  }

  /** The items or rounds that have ended must have nothing more to do. */
  private checkEnded(
    flow: readonly PlanNode[],
    path: string,
    begun: number,
    isUnderWay: (place: number) => boolean,
  ): void {
    let isRefused = false;
    for (let place = 0; place < begun; place++) {
      const open = this.walk(flow, `${path}[${place}].`);
      if (open === null || isUnderWay(place) || isRefused) continue;
      isRefused = true;
      const message = `has ended, and version ${this.version} would have left out "${open}"`;
      this.refuse(`${path}[${place}]`, message, 'put what is new behind the loop');
    }
  }

  private refuseLate(place: string, open: string): void {
    const late = this.begun.get(place);
    if (late === undefined) return;
    const state = this.begun.has(open) ? 'has not ended' : 'has not begun';
    const message = `has begun, and "${open}" ${state}, which comes before it in version ${this.version}`;
    this.refuse(
      late,
      message,
      `put "${open}" behind what may have begun, or let these sagas end as they are`,
    );
  }

  private refuse(path: string, message: string, fix: string): void {
    const was = this.was(path);
    if (!this.known.has(was)) this.refusals.push({ path: was, message, fix });
  }

  /** A group is refused by its name alone. */
  private isKnown(name: string, prefix: string): boolean {
    return this.known.has(this.was(name)) || this.known.has(this.was(prefix + name));
  }

  private isGivenUp(flow: string): boolean {
    return this.move.after.steps.has(flow);
  }

  private was(path: string): string {
    return renamed(path, this.old);
  }

  private get version(): number {
    return this.move.to.version;
  }
}

function hasSucceeded(step: StepState | undefined): boolean {
  return step?.action.status === 'succeeded';
}

/** The step itself and the groups round it, each with the loops that lead to it. */
function placesOf(path: string, node: PlanNode | undefined): string[] {
  if (!node) return [];
  const loops = loopsOf(path);
  let outer = 0;
  const groups = node.within.map(({ group, kind }) => {
    const prefix = loops.slice(0, outer).join('');
    if (isLoop({ kind })) outer++;
    return prefix + group;
  });
  return [...groups, prefixOf(path) + node.path];
}
