import type { Enclosure, Phase } from './plan.js';

/** Where a step stands that is being compiled. */
export interface Place {
  /** A JSON pointer. */
  pointer: string;
  phase: Phase;
  within: readonly Enclosure[];
  /** What its expressions may read. */
  variables: readonly string[];
}
