import { ScriptedSaga } from './testing/scripted-saga.js';

const PAY = `
name: pay
steps:
  - { name: reserve, command: stock.reserve, compensate: stock.release }
  - name: payment
    try:
      - steps:
          - { name: points, command: loyalty.take, compensate: loyalty.give-back }
          - { name: charge, command: cards.charge, compensate: cards.refund }
      - when: failure.code == 'declined'
        steps:
          - { name: invoice, command: billing.invoice, compensate: billing.cancel }
      - when: failure.code == 'too-expensive' && input.vip
        steps: []
  - { name: tell, command: mail.send, compensate: none, input: { paid: "\${ has(steps.charge) }", points: "\${ has(steps.points) }" } }
`;

describe('another way', () => {
  it('is not taken when the first one leads to the end', () => {
    const saga = new ScriptedSaga(PAY);
    for (const step of ['reserve', 'points', 'charge']) saga.succeeds(step);
    expect(saga.inputOf('tell')).toEqual({ paid: true, points: true });
    saga.succeeds('tell');
    expect(saga.status).toBe('completed');
  });

  it('is taken once what the first one did is undone, and nothing before it is', () => {
    const saga = new ScriptedSaga(PAY);
    saga.succeeds('reserve');
    saga.succeeds('points');
    saga.refuses('charge', 'declined');
    expect(saga.status).toBe('running');
    expect(saga.sent.slice(3)).toEqual(['undo points#1']);
    saga.succeeds('undo points');
    expect(saga.sent.slice(4)).toEqual(['invoice#1']);
    saga.succeeds('invoice');
    expect(saga.inputOf('tell')).toEqual({ paid: false, points: false });
    saga.succeeds('tell');
    expect(saga.status).toBe('completed');
  });

  it('may be to leave it', () => {
    const saga = new ScriptedSaga(PAY, { vip: true });
    saga.succeeds('reserve');
    saga.refuses('points', 'too-expensive');
    expect(saga.sent.slice(2)).toEqual(['tell#1']);
  });

  it('is not there when no condition fits: the saga is undone', () => {
    const saga = new ScriptedSaga(PAY, { vip: false });
    saga.succeeds('reserve');
    saga.succeeds('points');
    saga.refuses('charge', 'too-expensive');
    expect(saga.status).toBe('compensating');
    saga.succeeds('undo points');
    saga.succeeds('undo reserve');
    expect(saga.status).toBe('compensated');
  });

  it('may fail, too: the saga is undone, and nothing twice', () => {
    const saga = new ScriptedSaga(PAY);
    saga.succeeds('reserve');
    saga.succeeds('points');
    saga.refuses('charge', 'declined');
    saga.succeeds('undo points');
    saga.refuses('invoice', 'no-credit');
    expect(saga.state.failure).toMatchObject({ step: 'invoice', code: 'no-credit' });
    saga.succeeds('undo reserve');
    expect(saga.status).toBe('compensated');
  });

  it('waits for a person when the first one can not be undone; both directions go on afterwards', () => {
    const saga = new ScriptedSaga(PAY);
    saga.succeeds('reserve');
    saga.succeeds('points');
    saga.refuses('charge', 'declined');
    saga.refuses('undo points', 'gone');
    expect(saga.state.attention).toMatchObject({ step: 'points', direction: 'undo', was: 'running' });
    saga.operator('retry');
    saga.succeeds('undo points');
    expect(saga.sent.at(-1)).toBe('invoice#1');
  });

  it('hears nothing of a late success in a way that is undone', () => {
    const saga = new ScriptedSaga(PAY);
    saga.succeeds('reserve');
    saga.passes(30_000 * 4);
    expect(saga.state.failure).toMatchObject({ code: 'timeout', step: 'points' });
    expect(saga.sent.at(-1)).toBe('undo points#1');
    saga.succeeds('points#1');
    saga.succeeds('undo points');
    saga.succeeds('undo reserve');
    expect(saga.status).toBe('compensated');
  });
});
