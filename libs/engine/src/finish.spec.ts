import { ScriptedSaga } from './testing/scripted-saga.js';

const PROVEN = `
name: proven
steps:
  - name: charge
    command: cards.charge
    compensate: { command: cards.refund, verify: { command: cards.check-refund, input: { of: "\${ has(steps.charge) ? steps.charge.id : 'none' }" }, retry: { attempts: 1 } } }
  - { name: hold, command: stock.hold, compensate: { command: stock.free, verify: stock.check } }
  - { name: note, command: notes.add, compensate: notes.remove }
  - { name: ship, command: shipping.book, compensate: none }
`;

function refusedAtTheEnd(definition: string): ScriptedSaga {
  const saga = new ScriptedSaga(definition);
  for (const step of ['charge', 'hold', 'note']) saga.succeeds(step, { id: step });
  saga.refuses('ship', 'no-truck');
  for (const step of ['note', 'hold', 'charge']) saga.succeeds(`undo ${step}`);
  return saga;
}

describe('an undoing that is to be proven', () => {
  it('is verified by each participant that can, and the saga says so', () => {
    const saga = refusedAtTheEnd(PROVEN);
    expect(saga.sent.slice(-2)).toEqual(['charge.verified#1', 'hold.verified#1']);
    expect(saga.inputOf('charge.verified')).toEqual({ of: 'charge' });
    saga.succeeds('charge.verified');
    expect(saga.status).toBe('compensating');
    saga.succeeds('hold.verified');
    expect(saga.status).toBe('compensated-verified');
    expect(saga.latest('announce')).toMatchObject({ state: 'compensated-verified' });
  });

  it('calls for a person, naming the step, when a participant can not prove it', () => {
    const saga = refusedAtTheEnd(PROVEN);
    saga.succeeds('hold.verified');
    saga.refuses('charge.verified', 'still-charged');
    expect(saga.state.attention).toMatchObject({
      step: 'charge.verified',
      reason: { code: 'still-charged' },
      choices: ['retry', 'skip'],
    });
    saga.operator('retry');
    saga.succeeds('charge.verified');
    expect(saga.status).toBe('compensated-verified');
  });

  it('counts as not verified when a person takes it for done', () => {
    const saga = refusedAtTheEnd(PROVEN);
    saga.succeeds('hold.verified');
    saga.breaks('charge.verified');
    saga.operator('skip');
    expect(saga.status).toBe('compensated');
  });
});

const TOLD = `
name: told
steps:
  - { name: charge, command: cards.charge, compensate: cards.refund }
  - { name: hold, command: stock.hold, compensate: none }
  - { name: note, command: notes.add, compensate: none }
  - { name: ship, command: shipping.book, compensate: none }
onFailure:
  - { name: apologise, command: mail.send, input: { why: "\${ failure.code }", step: "\${ failure.step }", charged: "\${ has(steps.charge) }" } }
  - { name: report, command: books.report }
`;

describe('what is to be done on a failure', () => {
  const undone = () => {
    const saga = new ScriptedSaga(TOLD);
    for (const step of ['charge', 'hold', 'note']) saga.succeeds(step);
    saga.refuses('ship', 'no-truck');
    return saga;
  };

  it('is done when everything is undone, before the saga ends', () => {
    const saga = undone();
    expect(saga.sent.at(-1)).toBe('undo charge#1');
    saga.succeeds('undo charge');
    expect(saga.inputOf('apologise')).toEqual({ why: 'no-truck', step: 'ship', charged: true });
    saga.succeeds('apologise');
    expect(saga.status).toBe('compensating');
    saga.succeeds('report');
    expect(saga.status).toBe('compensated');
  });

  it('is only retried, and calls for a person in the end', () => {
    const saga = undone();
    saga.succeeds('undo charge');
    saga.refuses('apologise', 'no-address');
    expect(saga.state.attention).toMatchObject({ step: 'apologise', was: 'compensating' });
    saga.operator('skip');
    expect(saga.sent.at(-1)).toBe('report#1');
    saga.succeeds('report');
    expect(saga.status).toBe('compensated');
  });

  it('is not done when nothing fails', () => {
    const saga = new ScriptedSaga(TOLD);
    for (const step of ['charge', 'hold', 'note', 'ship']) saga.succeeds(step);
    expect(saga.status).toBe('completed');
    expect(saga.sent).not.toContain('apologise#1');
  });
});
