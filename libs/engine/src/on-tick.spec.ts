import { ORDER } from './testing/order-saga.js';
import { ScriptedSaga } from './testing/scripted-saga.js';

const SLOW = ORDER.replaceAll('timeout: 1s', 'timeout: 8s');

describe('the deadline of a saga', () => {
  it('turns it round before the pivot; what is in flight counts as unknown', () => {
    const saga = new ScriptedSaga(SLOW);
    saga.passes(5_000);
    saga.succeeds('reserve');
    saga.passes(5_000);
    expect(saga.state.failure).toMatchObject({ code: 'deadline-exceeded', step: 'charge' });
    saga.succeeds('undo charge');
    saga.succeeds('undo reserve');
    expect(saga.sent).toEqual(['reserve#1', 'charge#1', 'undo charge#1', 'undo reserve#1']);
    expect(saga.status).toBe('compensated');
  });

  const pastPivot = () => {
    const saga = new ScriptedSaga(SLOW);
    saga.passes(9_000);
    for (const step of ['reserve', 'charge', 'ship']) saga.succeeds(step);
    saga.passes(1_000);
    return saga;
  };

  it('calls for a person once the pivot was commanded, and leaves the step in flight alone', () => {
    const saga = pastPivot();
    expect(saga.state.attention).toMatchObject({
      reason: { code: 'deadline-exceeded' },
      step: 'confirm',
      choices: ['retry', 'skip'],
    });
    saga.succeeds('confirm');
    expect(saga.status).toBe('completed');
  });

  it('is over for good when the person says retry: the command in flight is not sent twice', () => {
    const saga = pastPivot();
    saga.operator('retry');
    expect(saga.status).toBe('running');
    expect(saga.sent.at(-1)).toBe('confirm#1');
    saga.passes(7_100);
    expect(saga.sent.at(-1)).toBe('confirm#2');
    expect(saga.status).toBe('running');
    saga.breaks('confirm#2');
    expect(saga.status).toBe('needs-attention');
  });

  it('does not interrupt a compensation', () => {
    const saga = new ScriptedSaga(SLOW);
    saga.passes(9_000);
    saga.succeeds('reserve');
    saga.refuses('charge');
    saga.passes(5_000);
    expect(saga.status).toBe('compensating');
    expect(saga.sent.at(-1)).toBe('undo reserve#1');
  });
});

describe('the next waking', () => {
  const saga = new ScriptedSaga(ORDER);
  const wakes = (): number | null => saga.story.nextWake;

  it('is when the reply is overdue', () => {
    expect(wakes()).toBe(1_000);
  });

  it('is when the next attempt is due', () => {
    saga.breaks('reserve');
    expect(wakes()).toBe(100);
  });

  it('is the deadline when that is sooner', () => {
    saga.passes(100);
    saga.succeeds('reserve');
    const slow = new ScriptedSaga(ORDER.replace('deadline: 10s', 'deadline: 1s'));
    slow.passes(500);
    slow.succeeds('reserve');
    expect(slow.story.nextWake).toBe(1_000);
  });

  it('is not before something is due: a tick too early changes nothing', () => {
    const before = saga.state;
    saga.story.now = wakes()! - 1;
    expect(saga.story.tell({ type: 'tick' })).toMatchObject({ events: [], effects: [], ignored: null });
    expect(saga.state).toBe(before);
  });

  it('is never while only a person can help', () => {
    saga.succeeds('charge');
    saga.succeeds('ship');
    saga.refuses('confirm');
    expect(saga.status).toBe('needs-attention');
    expect(wakes()).toBeNull();
  });
});
