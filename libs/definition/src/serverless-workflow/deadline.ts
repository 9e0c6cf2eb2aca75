import { milliseconds } from '../duration.js';
import type { Duration, Step } from '../saga-definition.js';
import { durationIn } from './durations.js';
import { allSteps } from './outcome.js';
import type { Source } from './source.js';

/** How long a command is waited for when its step says nothing of it. */
const DEFAULT_TIMEOUT = '30s';

/**
 * The deadline of the saga. No step may wait for longer than that: the timeouts of steps are shortened to it. With a
 * pause that is longer there can be none.
 */
export function deadlineIn(after: Source, steps: readonly Step[]): Duration | undefined {
  const deadline = durationIn(after);
  if (deadline === undefined) return undefined;
  const isLonger = (duration: Duration | undefined) =>
    duration !== undefined && milliseconds(duration) > milliseconds(deadline);
  const all = allSteps(steps);
  const pause = all.find((step) => 'delay' in step && isLonger(step.delay));
  if (pause) {
    after.leaveOut(
      `the deadline of ${deadline}`,
      `the pause "${pause.name}" alone takes longer`,
      'set a longer "deadline" in the saga, or a shorter pause',
    );
    return undefined;
  }
  for (const step of all) {
    if ('command' in step && isLonger(step.timeout ?? DEFAULT_TIMEOUT)) step.timeout = deadline;
    else if ('timeout' in step && isLonger(step.timeout)) step.timeout = deadline;
  }
  return deadline;
}
