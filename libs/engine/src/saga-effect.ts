import type { JsonObject } from '@saga/definition';
import type { Direction, Failure } from './saga-state.js';

/** What the world has to do because of a decision, all of it together with keeping the new state. */
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
  | { type: 'announce'; state: LifecycleState; step: string | null; failure: Failure | null };

export type LifecycleState =
  | 'started'
  | 'step-succeeded'
  | 'compensating'
  | 'step-compensated'
  | 'completed'
  | 'compensated'
  | 'needs-attention';
