import type { JsonObject } from '@saga/definition';
import type { Outcome } from './saga-input.js';
import type { Direction, Failure, Parent } from './saga-state.js';

/**
 * What the world has to do because of a decision, all of it together with keeping the new state. Who is commanded
 * knows a step by its address (see `addressOf`), so that is what commands to participants and other sagas have.
 */
export type SagaEffect =
  /** Keep how to undo the step, before its command goes out. */
  | { type: 'register-compensation'; step: string; command: string; input: JsonObject }
  | {
      type: 'send-command';
      step: string;
      direction: Direction;
      attempt: number;
      command: string;
      participant: string;
      input: JsonObject;
    }
  /** Start the saga that does this step, or have it undone. */
  | { type: 'start-child' | 'undo-child'; step: string; attempt: number; child: ChildSaga }
  /** Tell the parent how this saga, or its undoing, has ended. */
  | { type: 'answer-parent'; parent: Parent; direction: Direction; attempt: number; outcome: Outcome }
  /** Hand in the event of this type and key once it comes; `keep`: how long early ones were to be kept, in milliseconds. */
  | {
      type: 'await-event';
      step: string;
      topic: string;
      event: string;
      /** The expression that gives the key of an event: other definitions may know it by another. */
      match: string;
      key: string;
      keep: number;
    }
  | { type: 'stop-awaiting'; step: string }
  /** Tell the world, as a domain event, that a step is undone. */
  | {
      type: 'publish-event';
      step: string;
      attempt: number;
      event: string;
      topic: string;
      key: string;
      data: JsonObject;
    }
  | { type: 'announce'; state: LifecycleState; step: string | null; failure: Failure | null };

/** `version` null means the one that is current when it starts. */
export interface ChildSaga {
  id: string;
  definition: string;
  version: number | null;
  input: JsonObject;
}

export type LifecycleState =
  | 'started'
  | 'waiting'
  | 'step-succeeded'
  | 'compensating'
  | 'step-compensated'
  | 'completed'
  | 'compensated'
  | 'compensated-verified'
  | 'needs-attention';
