import type { SagaDefinition } from '@saga/definition';
import type { SagaEvent } from '@saga/engine';

/** One line of the export of histories: when it was made, a version of a definition, or a saga. */
export type HistoryLine = ExportedAt | ExportedDefinition | ExportedSaga;

/** The first line. `at`: when the histories began to be read, as ISO 8601. */
export interface ExportedAt {
  kind: 'histories';
  at: string;
}

export interface ExportedDefinition {
  kind: 'definition';
  name: string;
  version: number;
  definition: SagaDefinition;
}

/** A saga as the coordinator shows it: the times of its history are ISO 8601. */
export interface ExportedSaga {
  kind: 'saga';
  id: string;
  definition: string;
  /** The one that it has last. */
  version: number;
  state: string;
  history: ({ seq: number; at: string; type: string } & Record<string, unknown>)[];
}

/** The history as the engine has it. What else is told in ISO 8601, such as when a reply is due, stays as it is. */
export function eventsOf({ history }: ExportedSaga): SagaEvent[] {
  return history.map(({ at, ...event }) => ({ ...event, at: Date.parse(at) }) as unknown as SagaEvent);
}
