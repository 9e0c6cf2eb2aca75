export interface RetryPolicy {
  attempts?: number;
  backoff?: string;
  nonRetryable?: string[];
}

export interface PlannedStep {
  name: string;
  description?: string;
  command: string;
  input?: unknown;
  timeout?: string;
  retry?: RetryPolicy;
  compensate?: string | { command: string };
  /** There is no going back after this step. */
  pivot?: boolean;
}

/** A group of flows: side by side, or one in place of the others. */
export type Group = { name: string } & (
  | { parallel: { branches: Record<string, WrittenStep[]> } }
  | { choose: { when?: string; steps: WrittenStep[] }[] }
);

/** Lets time pass before the saga goes on. */
export interface Delay {
  name: string;
  description?: string;
  delay: string;
}

export type WrittenStep = PlannedStep | Group | Delay;

/** A step with the groups that it stands in, the outermost first, and whether it is in an option of a choice. */
export interface PlacedStep extends Omit<PlannedStep, 'command'> {
  /** Null for a delay. */
  command: string | null;
  delay?: string;
  within: string[];
  optional: boolean;
}

/** A registered version of a definition, as the coordinator's API shows it. */
export interface Definition {
  name: string;
  version: number;
  createdAt: string;
  definition: {
    description?: string;
    deadline?: string;
    startOn?: { event: string; topic: string }[];
    steps: WrittenStep[];
  };
}

/** The command that undoes a step, or null when nothing does. */
export function compensationOf({ compensate }: Pick<PlannedStep, 'compensate'>): string | null {
  if (compensate === undefined || compensate === 'none') return null;
  return typeof compensate === 'string' ? compensate : compensate.command;
}

/** The steps that command a participant, in the order of writing, out of their groups. */
export function placedSteps(steps: WrittenStep[], within: string[] = [], optional = false): PlacedStep[] {
  return steps.flatMap((step) => {
    if ('parallel' in step)
      return Object.entries(step.parallel.branches).flatMap(([branch, flow]) =>
        placedSteps(flow, [...within, step.name, branch], optional),
      );
    if ('choose' in step)
      return step.choose.flatMap(({ when, steps: flow }) =>
        placedSteps(flow, [...within, step.name, when ?? 'otherwise'], true),
      );
    if ('delay' in step) return [{ ...step, command: null, within, optional }];
    return [{ ...step, within, optional }];
  });
}
