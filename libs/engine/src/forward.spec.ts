import { ScriptedSaga } from './testing/scripted-saga.js';

const TRIP = `
name: trip
steps:
  - { name: hold, command: bank.hold, compensate: bank.release }
  - name: legs
    parallel:
      branches:
        air:
          - { name: flight, command: air.book, compensate: air.cancel }
          - { name: seat, command: air.seat, compensate: air.unseat, input: { flight: "\${ steps.flight.id }" } }
        bed:
          - { name: room, command: hotel.book, compensate: hotel.cancel, retry: { attempts: 1 } }
  - { name: pay, command: bank.pay, pivot: true }
  - name: after
    parallel:
      branches:
        mail: [{ name: letter, command: mail.send, retry: { attempts: 1 } }]
        gift: [{ name: wine, command: hotel.wine, retry: { attempts: 1 } }, { name: card, command: hotel.card }]
`;

describe('steps side by side', () => {
  it('begin together, and each branch goes its own way', () => {
    const saga = new ScriptedSaga(TRIP);
    saga.succeeds('hold');
    expect(saga.sent).toEqual(['hold#1', 'flight#1', 'room#1']);
    saga.succeeds('flight', { id: 'f-1' });
    expect(saga.sent.slice(3)).toEqual(['seat#1']);
    expect(saga.state.steps.get('seat')!.action.input).toEqual({ flight: 'f-1' });
  });

  it('are waited for before the saga goes on', () => {
    const saga = new ScriptedSaga(TRIP);
    for (const step of ['hold', 'room', 'flight']) saga.succeeds(step, { id: 1 });
    expect(saga.sent).not.toContain('pay#1');
    saga.succeeds('seat');
    expect(saga.sent).toContain('pay#1');
  });

  it('are all undone when one is refused, those in flight too, the latest first', () => {
    const saga = new ScriptedSaga(TRIP);
    saga.succeeds('hold');
    saga.succeeds('flight', { id: 'f-1' });
    saga.refuses('room');
    expect(saga.status).toBe('compensating');
    for (const step of ['seat', 'flight', 'hold']) {
      expect(saga.sent.at(-1)).toBe(`undo ${step}#1`);
      saga.succeeds(`undo ${step}`);
    }
    expect(saga.status).toBe('compensated');
  });

  it('do not begin any more once one of them can not', () => {
    const saga = new ScriptedSaga(`
name: stillborn
steps:
  - name: both
    parallel:
      branches:
        left: [{ name: a, command: any.a, compensate: any.undo-a, input: { id: "\${ input.missing }" } }]
        right: [{ name: b, command: any.b, compensate: any.undo-b }]
`);
    expect(saga.sent).toEqual([]);
    expect(saga.status).toBe('compensated');
  });

  it('go on beside one that waits for a person, and as far as they can once it is decided', () => {
    const saga = new ScriptedSaga(TRIP);
    for (const step of ['hold', 'flight', 'seat', 'room', 'pay']) saga.succeeds(step, { id: 1 });
    saga.breaks('letter');
    expect(saga.status).toBe('needs-attention');
    saga.succeeds('wine');
    expect(saga.sent).not.toContain('card#1');
    saga.operator('retry');
    expect(saga.sent.slice(-2)).toEqual(['letter#2', 'card#1']);
    saga.succeeds('letter');
    saga.succeeds('card');
    expect(saga.status).toBe('completed');
  });

  it('ask for a person one after the other, and none is forgotten', () => {
    const saga = new ScriptedSaga(TRIP);
    for (const step of ['hold', 'flight', 'seat', 'room', 'pay']) saga.succeeds(step, { id: 1 });
    saga.breaks('letter');
    saga.breaks('wine');
    expect(saga.state.attention?.step).toBe('wine');
    saga.operator('skip');
    expect(saga.state.attention?.step).toBe('letter');
    saga.operator('skip');
    saga.succeeds('card');
    expect(saga.status).toBe('completed');
  });
});

const LOAN = `
name: loan
steps:
  - { name: score, command: risk.score, compensate: none }
  - name: ways
    choose:
      - when: steps.score.points > 700
        steps: [{ name: fast, command: bank.approve, compensate: bank.withdraw }]
      - when: steps.score.points > 400
        steps: [{ name: slow, command: desk.review, compensate: none }]
  - { name: tell, command: mail.send, compensate: none, input: { fast: "\${ has(steps.fast) }" } }
`;

describe('a choice', () => {
  it.each([
    [800, 'fast', true],
    [500, 'slow', false],
  ])('of %i points takes the first option whose condition holds: %s', (points, taken, fast) => {
    const saga = new ScriptedSaga(LOAN);
    saga.succeeds('score', { points });
    expect(saga.sent).toEqual(['score#1', `${taken}#1`]);
    saga.succeeds(taken);
    expect(saga.state.steps.get('tell')!.action.input).toEqual({ fast });
    saga.succeeds('tell');
    expect(saga.status).toBe('completed');
  });

  it('takes none when no condition holds', () => {
    const saga = new ScriptedSaga(LOAN);
    saga.succeeds('score', { points: 1 });
    expect(saga.sent).toEqual(['score#1', 'tell#1']);
  });

  it('whose condition can not be evaluated undoes the saga, with the reason', () => {
    const saga = new ScriptedSaga(LOAN);
    saga.succeeds('score', { rating: 'A' });
    expect(saga.status).toBe('compensated');
    expect(saga.state.failure).toMatchObject({
      code: 'expression-failed',
      message: expect.stringContaining('No such key: points'),
    });
  });

  it('asks a person after the pivot, since there is no going back', () => {
    const saga = new ScriptedSaga(`
name: late
steps:
  - { name: pay, command: bank.pay, pivot: true }
  - name: ways
    choose:
      - { when: steps.pay.receipt, steps: [{ name: print, command: shop.print }] }
`);
    saga.succeeds('pay', { receipt: 'yes' });
    expect(saga.state.attention).toMatchObject({
      reason: { message: expect.stringContaining('a condition must be true or false') },
      choices: ['retry'],
    });
  });
});

describe('a delay', () => {
  const TRIAL = `
name: trial
deadline: 60d
steps:
  - { name: open, command: accounts.open, compensate: accounts.close }
  - { name: trial, delay: 30d }
  - { name: bill, command: bank.bill, compensate: none }
`;
  const DAY = 86_400_000;

  it('lets its time pass, not less, before the saga goes on', () => {
    const saga = new ScriptedSaga(TRIAL);
    saga.succeeds('open');
    saga.passes(30 * DAY - 1);
    expect(saga.sent).toEqual(['open#1']);
    saga.passes(1);
    expect(saga.sent).toEqual(['open#1', 'bill#1']);
    saga.succeeds('bill');
    expect(saga.status).toBe('completed');
  });

  it('is cut short when the saga is cancelled, and leaves nothing to undo', () => {
    const saga = new ScriptedSaga(TRIAL);
    saga.succeeds('open');
    saga.operator('cancel');
    expect(saga.sent).toEqual(['open#1', 'undo open#1']);
    saga.succeeds('undo open');
    expect(saga.status).toBe('compensated');
  });

  it('is answered by nobody', () => {
    const saga = new ScriptedSaga(TRIAL);
    saga.succeeds('open');
    expect(saga.succeeds('trial')).toMatchObject({ code: 'unknown-step' });
  });
});
