interface Named {
  name: string;
  description?: string;
}

/** What waits may wait no longer than `timeout`. */
interface Patient extends Named {
  timeout?: string;
}

export interface SideCommand {
  command: string;
}

export interface Compensation extends SideCommand {
  after?: string[];
  verify?: string | SideCommand;
}

export interface CommandStep extends Patient {
  command: string;
  retry?: { attempts?: number };
  compensate?: string | Compensation;
  /** There is no going back after this step. */
  pivot?: boolean;
  clock?: string;
  status?: string | SideCommand;
  lock?: { key: string; conflict?: string };
  reread?: SideCommand & { unchanged: string };
}

export interface SagaStep extends Patient {
  saga: string;
  version?: number;
}

export interface EventStep extends Patient {
  event: { type: string; topic: string; key: string };
}

export interface SignalStep extends Patient {
  signal: string;
}

export interface ApprovalStep extends Patient {
  approval: { approvers?: string[]; default?: 'approve' | 'reject' };
}

export type DelayStep = Named & ({ delay: string } | { delayUntil: string });

export interface EachStep extends Named {
  each: { in: string; as?: string; concurrency?: number; steps: WrittenStep[] };
}

export interface RepeatStep extends Named {
  repeat: { until: string; atMost: number; steps: WrittenStep[] };
}

export interface ParallelStep extends Named {
  parallel: { join?: 'all' | 'any' | number; branches: Record<string, WrittenStep[]> };
}

interface Alternative {
  when?: string;
  steps: WrittenStep[];
}

export interface ChooseStep extends Named {
  choose: Alternative[];
}

export interface TryStep extends Named {
  try: Alternative[];
}

export type LoopStep = EachStep | RepeatStep;

/** The kinds of steps that have a card of their own. */
export type SingleStep =
  CommandStep | SagaStep | EventStep | SignalStep | ApprovalStep | DelayStep | LoopStep;

export type WrittenStep = SingleStep | ParallelStep | ChooseStep | TryStep;

/** A registered version of a definition, as the coordinator's API shows it. */
export interface Definition {
  name: string;
  version: number;
  createdAt: string;
  definition: {
    description?: string;
    deadline?: string;
    startOn?: { event: string; topic: string }[];
    compensation?: { order?: 'reverse' | 'parallel' | 'custom' };
    steps: WrittenStep[];
    /** What is done when all is undone. */
    onFailure?: WrittenStep[];
  };
}

/** The name of a command that is written as that alone, or in full. */
export function nameOf(command: string | SideCommand): string {
  return typeof command === 'string' ? command : command.command;
}
