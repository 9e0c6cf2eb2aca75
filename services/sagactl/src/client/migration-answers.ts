import type { Difference, SagaDefinition } from '@saga/definition';
import type { ListedDefinition } from './answers.js';

/** A reason that several sagas share, such as why they can't go on by another version. */
export interface SharedReason {
  /** The step, without the numbers of its elements and rounds; empty for the saga itself. */
  path: string;
  message: string;
  fix: string;
  sagas: number;
  /** The ids of some of them. */
  examples: string[];
}

/** What came, or would come, of moving sagas to another version. */
export interface MigrationReport {
  /** How many have not ended. */
  sagas: number;
  /** How many of them were looked at. */
  examined: number;
  migrated: number;
  refusals: SharedReason[];
  /** What would go wrong after the migration, as far as it was simulated. */
  problems: SharedReason[];
}

export interface MigrationAnswer extends MigrationReport {
  name: string;
  fromVersion: number;
  toVersion: number;
  dryRun: boolean;
}

/** In what two versions differ, and how many running sagas of the one could go on by the other. */
export interface DiffAnswer {
  name: string;
  from: number;
  to: number;
  differences: Difference[];
  running: MigrationReport;
}

/** What would come of it if the running sagas of each version went on by a definition that is not registered. */
export interface SimulationAnswer {
  versions: (MigrationReport & { fromVersion: number })[];
}

/** A version of a definition, with what it says. */
export interface DefinitionAnswer {
  name: string;
  version: number;
  definition: SagaDefinition;
}

export type WholeDefinition = ListedDefinition & DefinitionAnswer;

/** The sagas of a version that have not ended, and the steps that they are at. */
export interface VersionAnswer {
  version: number;
  running: { sagas: number; at: { step: string; direction: 'do' | 'undo'; sagas: number }[] };
}
