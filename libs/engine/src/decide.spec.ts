import { decide } from './decide.js';
import { ORDER } from './testing/order-saga.js';
import { ScriptedSaga } from './testing/scripted-saga.js';

describe('a saga in which all goes well', () => {
  const saga = new ScriptedSaga(ORDER, { orderId: 'o-1' });

  it('sends one command after the other and completes', () => {
    expect(saga.sent).toEqual(['reserve#1']);
    saga.succeeds('reserve');
    expect(saga.sent).toEqual(['reserve#1', 'charge#1']);
    saga.succeeds('charge');
    saga.succeeds('ship');
    saga.succeeds('confirm');
    expect(saga.sent).toEqual(['reserve#1', 'charge#1', 'ship#1', 'confirm#1']);
    expect(saga.status).toBe('completed');
  });

  it('announces its course', () => {
    expect(saga.story.announced).toEqual([
      'started',
      'step-succeeded reserve',
      'step-succeeded charge',
      'step-succeeded ship',
      'step-succeeded confirm',
      'completed',
    ]);
  });

  it('registers how to undo a step before it sends the command, once a step', () => {
    const order = saga.story.effects
      .filter(({ type }) => type !== 'announce')
      .map((effect) => `${effect.type} ${'step' in effect && effect.step}`);
    expect(order).toEqual([
      'register-compensation reserve',
      'send-command reserve',
      'register-compensation charge',
      'send-command charge',
      'send-command ship',
      'send-command confirm',
    ]);
  });

  it('needs no waking any more', () => {
    expect(saga.story.nextWake).toBeNull();
  });
});

describe('a start', () => {
  it('is ignored when the saga has started before', () => {
    const { story } = new ScriptedSaga(ORDER);
    expect(story.begin().ignored?.code).toBe('already-started');
    expect(story.sent).toEqual(['reserve#1']);
  });

  it('is ignored when the id belongs to a saga of another definition', () => {
    const { story } = new ScriptedSaga(ORDER);
    const { ignored } = story.tell({ type: 'start', sagaId: 'saga-1', definition: 'refund', input: {} });
    expect(ignored).toEqual({
      code: 'other-definition',
      message: 'saga saga-1 runs order, not refund: choose another id',
    });
  });

  it('must come before anything else', () => {
    const { plan } = new ScriptedSaga(ORDER).story;
    expect(() => decide(plan, null, { type: 'tick', at: 0 })).toThrow('the saga has not started');
  });
});
