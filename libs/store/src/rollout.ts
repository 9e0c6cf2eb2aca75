import { createHash } from 'node:crypto';

/** Which versions of a definition new sagas start with. */
export interface Rollout {
  name: string;
  /** The version that was registered last. */
  latest: number;
  /** The version that new sagas start with; null: whichever is the latest. */
  stable: number | null;
  /** Another version, which so many percent of the new sagas start with. */
  canary: { version: number; percent: number } | null;
  /** False: no saga starts any more; those that run go on. */
  active: boolean;
}

/** The version that new sagas start with, those of a canary excepted. */
export function stableVersion({ stable, latest }: Rollout): number {
  return stable ?? latest;
}

/** The version that a saga of this id starts with: the same however often it is asked. */
export function versionFor(rollout: Rollout, sagaId: string): number {
  const { canary } = rollout;
  return canary && placeOf(sagaId) < canary.percent ? canary.version : stableVersion(rollout);
}

/**
 * Where an id stands from 0 up to 100, evenly spread. It never moves, so a canary that grows keeps the ids that
 * it has.
 */
function placeOf(sagaId: string): number {
  return (createHash('sha256').update(sagaId).digest().readUInt32BE() / 2 ** 32) * 100;
}
