import { evolve } from './evolve.js';
import type { SagaState } from './saga-state.js';
import { ORDER } from './testing/order-saga.js';
import { ScriptedSaga } from './testing/scripted-saga.js';

it('folds the history into the state, one revision an event', () => {
  const saga = new ScriptedSaga(ORDER);
  saga.succeeds('reserve');
  saga.refuses('charge');
  const { events } = saga.story;
  expect(events.reduce<SagaState | null>(evolve, null)).toEqual(saga.state);
  expect(saga.state.revision).toBe(events.length);
});

it('refuses a history without its beginning', () => {
  expect(() => evolve(null, { type: 'saga-completed', at: 0 })).toThrow(
    'history starts with saga-completed instead of saga-started',
  );
});

it('refuses to undo a step that never began', () => {
  const { state } = new ScriptedSaga(ORDER);
  const impossible = {
    type: 'step-succeeded',
    step: 'ship',
    direction: 'undo',
    attempt: 1,
    output: {},
    at: 0,
  } as const;
  expect(() => evolve(state, impossible)).toThrow('step-succeeded undoes step "ship", which never began');
});
