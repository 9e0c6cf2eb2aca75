import type { JsonObject } from '@saga/definition';

/** Which versions of a definition new sagas start with, as the coordinator answers. */
export interface Rollout {
  name: string;
  latest: number;
  /** The version that new sagas start with; null: whichever is the latest. */
  stable: number | null;
  /** Another version, which so many percent of the new sagas start with. */
  canary: { version: number; percent: number } | null;
  active: boolean;
}

/** A definition in the list of all; `running` counts its sagas that have not ended. */
export interface ListedDefinition extends Omit<Rollout, 'latest'> {
  /** The latest. */
  version: number;
  running: number;
}

export interface RegisteredVersion {
  name: string;
  version: number;
}

/** A saga as it is after something was done to it; more of it is there than is named here. */
export interface SagaAnswer {
  id: string;
  state: string;
}

/** Some of the sagas; `next` is null on the last page. */
export interface SagaPage {
  sagas: { id: string }[];
  next: string | null;
}

/** A saga with all that has happened to it. Times are ISO 8601. */
export interface SagaWithHistory extends SagaAnswer {
  definition: string;
  version: number;
  history: ({ seq: number; at: string; type: string } & Record<string, unknown>)[];
}

/** What a saga asks people. Times are ISO 8601. */
export interface OpenApproval {
  saga: string;
  definition: string;
  version: number;
  step: string;
  question: unknown;
  approvers: string[];
  since: string;
  /** When it is answered by default, or fails; null: never. */
  due: string | null;
}

/** Events that belong to nothing: how many of a type came on a topic, and one of them. Times are ISO 8601. */
export interface UnknownEvents {
  topic: string;
  type: string;
  /** Whether no definition knows their type, or no saga has taken them as long as they were kept. */
  reason: 'unknown-type' | 'no-saga';
  count: number;
  firstSeen: string;
  lastSeen: string;
  sample: JsonObject;
}

/** Why a request is refused (RFC 9457), with each field at fault. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: { field: string; message: string; fix?: string }[];
}
