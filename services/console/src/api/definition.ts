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

/** A registered version of a definition, as the coordinator's API shows it. */
export interface Definition {
  name: string;
  version: number;
  createdAt: string;
  definition: {
    description?: string;
    deadline?: string;
    startOn?: { event: string; topic: string }[];
    steps: PlannedStep[];
  };
}

/** The command that undoes a step, or null when nothing does. */
export function compensationOf({ compensate }: PlannedStep): string | null {
  if (compensate === undefined || compensate === 'none') return null;
  return typeof compensate === 'string' ? compensate : compensate.command;
}
