import { milliseconds } from './duration.js';
import type { PlannedCommand, PlannedRetry } from './plan.js';
import type { RetryPolicy } from './saga-definition.js';
import type { CompiledTemplate } from './template.js';

const DEFAULT_TIMEOUT = '30s';
const DEFAULT_RETRY = { backoff: '200ms', factor: 2, maxBackoff: '1m', jitter: 0.2, nonRetryable: [] };

/** Before the pivot giving up is cheap; after it, and while undoing, only a person can take over. */
export const ATTEMPTS = { forward: 3, noWayBack: 10 };

/** The participants that the coordinator has built in: no other may be called so. */
export const BUILT_IN_PARTICIPANTS = ['saga', 'locks'];

/** A command as it is written, with its defaults filled in. */
export function planCommand(
  written: { command: string; timeout?: string; retry?: RetryPolicy },
  input: CompiledTemplate,
  attempts: number,
): PlannedCommand {
  return {
    command: written.command,
    participant: written.command.split('.', 1)[0]!,
    input,
    timeout: milliseconds(written.timeout ?? DEFAULT_TIMEOUT),
    retry: planRetry(written.retry, attempts),
    publish: null,
  };
}

/** A retry policy with its defaults filled in; `attempts` counts where it says nothing of them. */
export function planRetry(policy: RetryPolicy = {}, attempts: number): PlannedRetry {
  const filled = { attempts, ...DEFAULT_RETRY, ...policy };
  return {
    attempts: filled.attempts,
    backoff: milliseconds(filled.backoff),
    factor: filled.factor,
    maxBackoff: milliseconds(filled.maxBackoff),
    jitter: filled.jitter,
    nonRetryable: new Set(filled.nonRetryable),
  };
}
