import { ORDER } from './testing/order-saga.js';
import { ScriptedSaga } from './testing/scripted-saga.js';

describe('a business failure', () => {
  it('undoes what was done, the latest first', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.succeeds('reserve');
    saga.succeeds('charge');
    saga.refuses('ship', 'address-unknown');
    expect(saga.status).toBe('compensating');
    saga.succeeds('undo charge');
    saga.succeeds('undo reserve');
    expect(saga.sent).toEqual(['reserve#1', 'charge#1', 'ship#1', 'undo charge#1', 'undo reserve#1']);
    expect(saga.status).toBe('compensated');
    expect(saga.state.failure).toMatchObject({ code: 'address-unknown', step: 'ship' });
  });

  it('leaves nothing to undo at the step that was refused', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.refuses('reserve', 'sold-out');
    expect(saga.sent).toEqual(['reserve#1']);
    expect(saga.status).toBe('compensated');
  });
});

describe('a technical failure', () => {
  it('is tried again after a growing pause', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.breaks('reserve');
    expect(saga.story.nextWake).toBe(100);
    saga.passes(100);
    expect(saga.sent).toEqual(['reserve#1', 'reserve#2']);
    saga.breaks('reserve');
    expect(saga.story.nextWake).toBe(300);
  });

  it('does not register the compensation a second time', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.breaks('reserve');
    saga.passes(100);
    const registered = saga.story.effects.filter(({ type }) => type === 'register-compensation');
    expect(registered).toHaveLength(1);
  });

  it('compensates the step itself, too, when the attempts are used up: it may have broken half-way', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.succeeds('reserve');
    saga.breaks('charge');
    saga.passes(100);
    saga.breaks('charge');
    saga.succeeds('undo charge');
    saga.succeeds('undo reserve');
    expect(saga.sent.slice(1)).toEqual(['charge#1', 'charge#2', 'undo charge#1', 'undo reserve#1']);
    expect(saga.status).toBe('compensated');
  });

  it('is not tried again when its code says that no repetition helps', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.succeeds('reserve');
    saga.breaks('charge', 'card-unreadable');
    expect(saga.status).toBe('compensating');
  });
});

describe('a timeout', () => {
  it('leaves the outcome unknown: the step is tried again, and undone in the end', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.passes(1_000);
    expect(saga.execution('reserve')).toMatchObject({ status: 'backing-off', unknown: true });
    saga.passes(5_000);
    expect(saga.sent).toEqual(['reserve#1', 'reserve#2', 'reserve#3', 'undo reserve#1', 'undo reserve#2']);
  });

  it('counts even if a later attempt is refused: the first one may have had its effect', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.passes(1_100);
    saga.refuses('reserve#2');
    expect(saga.sent).toEqual(['reserve#1', 'reserve#2', 'undo reserve#1']);
  });

  it('is settled when the only attempt turns out to be refused after all', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.passes(1_000);
    saga.refuses('reserve#1');
    expect(saga.sent).toEqual(['reserve#1']);
    expect(saga.status).toBe('compensated');
  });
});

describe('a compensation', () => {
  const undoing = () => {
    const saga = new ScriptedSaga(ORDER);
    saga.succeeds('reserve');
    saga.refuses('charge');
    return saga;
  };

  it('is tried again like any command', () => {
    const saga = undoing();
    saga.breaks('undo reserve');
    saga.passes(100);
    saga.succeeds('undo reserve');
    expect(saga.sent.slice(2)).toEqual(['undo reserve#1', 'undo reserve#2']);
    expect(saga.status).toBe('compensated');
  });

  it('calls for a person when its attempts are used up', () => {
    const saga = undoing();
    saga.breaks('undo reserve');
    saga.passes(100);
    saga.breaks('undo reserve', 'stock-down');
    expect(saga.status).toBe('needs-attention');
    expect(saga.state.attention).toEqual({
      reason: { code: 'stock-down', message: 'stock-down' },
      step: 'reserve',
      direction: 'undo',
      was: 'compensating',
      choices: ['retry', 'skip'],
    });
  });

  it('calls for a person at once when it is refused', () => {
    const saga = undoing();
    saga.refuses('undo reserve');
    expect(saga.state.attention).toMatchObject({ step: 'reserve', choices: ['retry', 'skip'] });
  });

  it('may succeed late, and then needs nobody', () => {
    const saga = undoing();
    saga.passes(3_000);
    expect(saga.status).toBe('needs-attention');
    saga.succeeds('undo reserve#1');
    expect(saga.status).toBe('compensated');
  });

  it('is left out for a step that has nothing to undo', () => {
    const saga = new ScriptedSaga(`
      name: quote
      steps:
        - { name: look, command: prices.look, compensate: none }
        - { name: offer, command: offers.make, compensate: offers.withdraw }
    `);
    saga.succeeds('look');
    saga.refuses('offer');
    expect(saga.sent).toEqual(['look#1', 'offer#1']);
    expect(saga.status).toBe('compensated');
  });
});
