import type { Plan } from '@saga/definition';
import { addressOf, type Direction, evolve, type Execution, nodeOf, type SagaState } from '@saga/engine';
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
  const effects: ExpectedEffect[] = [];
  for (const { path, action, compensation } of state.steps) {
    const node = nodeOf(plan, path);
    // A query has no effect; what another saga does is in the history of that one.
    if (node?.kind !== 'command' || node.role === 'status' || node.child) continue;
    const asked = { saga: saga.id, step: addressOf(state, path) };
    effects.push({
      ...{ ...asked, direction: 'do', participant: node.action.participant },
      expectation: expectationOf(action),
    });
    if (compensation && node.compensation && !node.compensation.publish)
      effects.push({
        ...{ ...asked, direction: 'undo', participant: node.compensation.participant },
        expectation: expectationOf(compensation),
      });
  }
  return effects;
}

function expectationOf({ status, settledBy, mayHaveEffect }: Execution): Expectation {
  if (status === 'succeeded') return settledBy === null ? 'open' : 'done';
  return status === 'failed' && !mayHaveEffect ? 'not-done' : 'open';
}
