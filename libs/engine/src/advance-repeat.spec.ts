import { ScriptedSaga } from './testing/scripted-saga.js';

const DELIVER = `
name: deliver
steps:
  - name: delivery
    repeat:
      until: steps.ring.answered
      atMost: 3
      steps:
        - name: ring
          command: courier.ring
          input: { round: "\${ round }" }
          compensate: courier.apologise
        - name: night
          delay: 1s
  - { name: tell, command: mail.send, compensate: none, input: { rounds: "\${ steps.delivery.rounds }", at: "\${ steps.ring.at }" } }
`;

function ring(saga: ScriptedSaga, round: number, answered: boolean) {
  saga.succeeds(`delivery[${round}].ring`, { answered, at: round });
  saga.passes(1_000);
}

describe('a flow that is repeated', () => {
  it('goes on, round after round, until its condition holds', () => {
    const saga = new ScriptedSaga(DELIVER);
    ring(saga, 0, false);
    expect(saga.inputOf('delivery[1].ring')).toEqual({ round: 1 });
    ring(saga, 1, true);
    expect(saga.inputOf('tell')).toEqual({ rounds: 2, at: 1 });
  });

  it('fails when the condition does not hold after the last round, and all rounds are undone', () => {
    const saga = new ScriptedSaga(DELIVER);
    for (const round of [0, 1, 2]) ring(saga, round, false);
    expect(saga.state.failure).toMatchObject({ code: 'rounds-exhausted', step: 'delivery' });
    for (const round of [2, 1, 0]) saga.succeeds(`undo delivery[${round}].ring`);
    expect(saga.status).toBe('compensated');
  });

  it('gives the saga up when its condition can not be evaluated', () => {
    const saga = new ScriptedSaga(DELIVER);
    saga.succeeds('delivery[0].ring', { answered: 'perhaps' });
    saga.passes(1_000);
    expect(saga.state.failure).toMatchObject({ code: 'expression-failed' });
    expect(saga.sent.at(-1)).toBe('undo delivery[0].ring#1');
  });

  it('calls for a person when it is exhausted after the pivot', () => {
    const saga = new ScriptedSaga(`
name: after
steps:
  - { name: ship, command: shipping.book, pivot: true }
  - name: tell
    repeat: { until: steps.call.reached, atMost: 1, steps: [{ name: call, command: desk.call }] }
`);
    saga.succeeds('ship');
    saga.succeeds('tell[0].call', { reached: false });
    expect(saga.state.attention).toMatchObject({ step: 'tell', choices: ['retry', 'skip'] });
    saga.operator('skip');
    expect(saga.status).toBe('completed');
  });
});
