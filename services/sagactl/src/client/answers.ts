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

/** Which dead letters; what is left out matches all. */
export type LetterFilter = Partial<
  Record<'state' | 'code' | 'topic' | 'group' | 'saga' | 'from' | 'until' | 'cameBack', string>
>;

/** A message that was given up, and what became of it. */
export interface LetterSummary {
  id: string;
  state: 'open' | 'redriven' | 'discarded';
  consumerGroup: string;
  cause: { code: string; message: string };
  topic: string;
  sagaId: string | null;
  givenUpAt: string;
  recurrence: { cameBack: number; firstAt: string; lastRedrive: { by: string; at: string } | null };
}

/** A letter that was closed; of a trial, what would come of it. */
export type ClosedLetter = Partial<LetterSummary>;

/** The letters of one cause that one group gave up on one topic. */
export interface LetterGroup {
  consumerGroup: string;
  topic: string;
  code: string;
  open: number;
  redriven: number;
  discarded: number;
  messages: number;
  cameBack: number;
  lastAt: string;
}

/** What became of the letters that a request about many has looked at. */
export interface SweptLetters {
  letters: { id: string; refusal: { code: string; message: string } | null; trial: JsonObject | null }[];
  next: string | null;
  left: number;
}
