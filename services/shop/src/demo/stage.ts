import type { Bus } from '@saga/bus';

/** Everything that a demo needs, running. */
export interface Stage {
  /** What runs where, a line each. */
  addresses: string[];
  /** Where the coordinator's API answers. */
  coordinatorUrl: string;
  databaseUrl: string;
  /** For placing orders. */
  bus: Bus;
  /** Before the names of its topics. */
  topicPrefix: string;
  stop(): Promise<void>;
}

export type Tell = (line: string) => void;
