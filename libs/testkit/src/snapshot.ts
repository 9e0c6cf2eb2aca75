import type { Json, JsonObject } from '@saga/contracts';
import type { SagaEvent, SagaStatus } from '@saga/engine';
import type { Saga } from './saga.js';
import { spell } from './span-of-time.js';

/** What came of a saga, without a time of any clock: `at`, `dueAt` and `deadlineAt` read `+1m30s` from its start on. */
export interface SagaSnapshot {
  definition: string;
  status: SagaStatus;
  history: JsonObject[];
  /** The sagas that its steps have started, in the order of their starts. */
  children?: SagaSnapshot[];
}

/** The snapshot of a saga that has started, and of those that it has started itself. */
export function snapshotOf({ state, history, children }: Saga): SagaSnapshot {
  const { definition, status, startedAt } = state;
  return {
    ...{ definition, status },
    history: history.map((event) => sinceStart(event, startedAt)),
    ...(children.length > 0 && { children: children.map(snapshotOf) }),
  };
}

function sinceStart(event: SagaEvent, startedAt: number): JsonObject {
  const told = JSON.parse(JSON.stringify(event)) as JsonObject;
  return Object.fromEntries(Object.entries(told).map(([field, value]) => [field, relative(field, value)]));
  function relative(field: string, value: Json): Json {
    return TIMES.has(field) && typeof value === 'number' ? `+${spell(value - startedAt)}` : value;
  }
}

/** The fields of events that hold a time. What participants and users say is their own, and stays as it is. */
const TIMES: ReadonlySet<string> = new Set(['at', 'dueAt', 'deadlineAt']);
