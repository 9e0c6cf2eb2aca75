import type { HeldLock } from '@saga/store';

/** A lock as the API shows it. */
export function lockView({ key, sagaId, since, holds, waiting, line }: HeldLock) {
  return {
    ...{ key, saga: sagaId, since },
    steps: holds.map(({ step, grantedAt }) => ({ step, since: grantedAt })),
    waiting,
    line: line.map(({ sagaId: saga, step, askedAt }) => ({ saga, step, since: askedAt })),
  };
}
