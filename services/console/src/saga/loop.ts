import type { Saga, Step } from '../api/saga.js';
import type { BegunSteps } from './begun-steps.js';
import type { FlowStep } from './flow.js';

/** How an item of a list, or a round, is getting on; `stopped` when the saga turned round in the middle of it. */
export type RunState = 'failed' | 'running' | 'undoing' | 'stopped' | 'done' | 'undone';

/** One item of a list, or one round. */
export interface Run {
  /** How the saga calls it, such as `parcels[3]`. */
  path: string;
  state: RunState;
  /** Undefined for a round. */
  item: unknown;
  /** Its steps, made when they are asked for: there may be ten thousands of runs. */
  flow: () => FlowStep[];
}

export interface Loop {
  /** Those that need a look first, and otherwise in their order. */
  runs: Run[];
  counts: Partial<Record<RunState, number>>;
  /** How many items have not begun. */
  toCome: number;
}

/** How the coordinator says how far a loop is: the items in its input, and what is under way. */
interface Progress {
  open?: number[];
  next?: number;
  round?: number;
}

const IN_ORDER_OF_NEED: readonly RunState[] = ['failed', 'running', 'undoing', 'stopped', 'done', 'undone'];

/** The items or rounds of a loop. `flowOfRun` gives the steps behind a prefix, and is told whether more may come. */
export function loopOf(
  loop: Step,
  saga: Saga,
  begun: BegunSteps,
  flowOfRun: (prefix: string, isOpen: boolean) => FlowStep[],
): Loop {
  const { items = [] } = loop.input as { items?: unknown[] };
  const { open = [], next = items.length, round } = (loop.output ?? {}) as Progress;
  const isOpen = new Set(round === undefined ? open : [round]);
  const runs = [...begun.runsOf(loop.name)].map(([place, steps]): Run => {
    const path = `${loop.name}[${place}]`;
    const flow = () => flowOfRun(`${path}.`, isOpen.has(place));
    return { path, item: items[place], flow, state: stateOf(steps, isOpen.has(place), saga) };
  });
  const counts = runs.reduce<Loop['counts']>(
    (sum, { state }) => ({ ...sum, [state]: (sum[state] ?? 0) + 1 }),
    {},
  );
  return {
    runs: IN_ORDER_OF_NEED.flatMap((state) => runs.filter((run) => run.state === state)),
    counts,
    toCome: items.length - next,
  };
}

function stateOf(steps: Step[], isOpen: boolean, { state, attention }: Saga): RunState {
  const undoing = steps.flatMap(({ compensation }) => compensation ?? []);
  const isTurning = (attention?.was ?? state).startsWith('compensat');
  if (isTurning && undoing.length > 0) {
    if (undoing.some((each) => each.state === 'failed')) return 'failed';
    return undoing.every((each) => each.state === 'succeeded') ? 'undone' : 'undoing';
  }
  if (!isOpen) return 'done';
  if (steps.at(-1)?.state === 'failed') return 'failed';
  return isTurning ? 'stopped' : 'running';
}
