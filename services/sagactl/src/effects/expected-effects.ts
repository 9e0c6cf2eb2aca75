import type { Plan, PlanNode } from '@saga/definition';
import {
  addressOf,
  type Direction,
  evolve,
  type Execution,
  nodeOf,
  type SagaState,
  type StepState,
  undoingAddress,
} from '@saga/engine';
import { eventsOf, type ExportedSaga } from './exported-history.js';

/**
 * What a history says of an effect: `done`, `not-done`, or that it can't say: the command is under way, got lost, or was
 * settled by hand.
 */
export type Expectation = 'done' | 'not-done' | 'open';

/** What a saga has asked a participant for, in one direction of a step. */
export interface ExpectedEffect {
  saga: string;
  /** As the participant knows it. */
  step: string;
  direction: Direction;
  participant: string;
  expectation: Expectation;
}

/** All that a saga has asked participants for, as its history has it. Throws when that is no history. */
export function expectedEffects(saga: ExportedSaga, planOf: (version: number) => Plan): ExpectedEffect[] {
  const state = eventsOf(saga).reduce<SagaState | null>(evolve, null);
  if (!state) throw new Error('it is empty');
  const plan = planOf(state.version);
  return [...state.steps].flatMap((step) => {
    const address = addressOf(state, step.path);
    return effectsOf(step, nodeOf(plan, step.path), address).map((effect) => ({ saga: saga.id, ...effect }));
  });
}

function effectsOf(
  { action, compensation }: StepState,
  node: PlanNode | undefined,
  address: string,
): Omit<ExpectedEffect, 'saga'>[] {
  if (node?.kind !== 'command' && node?.kind !== 'wait') return [];
  // A query has no effect; what another saga does is in the history of that one.
  if (node.kind === 'command' && (node.role === 'status' || node.child)) return [];
  const effects: Omit<ExpectedEffect, 'saga'>[] = [];
  if (node.kind === 'command') {
    const { participant } = node.action;
    effects.push({ step: address, direction: 'do', participant, expectation: expectationOf(action) });
  }
  if (compensation && node.compensation && !node.compensation.publish) {
    const { participant } = node.compensation;
    const asked =
      node.kind === 'wait' ? undoingAddress(address) : ({ step: address, direction: 'undo' } as const);
    effects.push({ ...asked, participant, expectation: expectationOf(compensation) });
  }
  return effects;
}

function expectationOf({ status, settledBy, mayHaveEffect }: Execution): Expectation {
  if (status === 'succeeded') return settledBy === null ? 'open' : 'done';
  return status === 'failed' && !mayHaveEffect ? 'not-done' : 'open';
}
