import { ORDER } from './testing/order-saga.js';
import { ScriptedSaga } from './testing/scripted-saga.js';

describe('a late reply', () => {
  it('is welcome while the step is still being tried, if it says success', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.passes(1_100);
    expect(saga.sent).toEqual(['reserve#1', 'reserve#2']);
    expect(saga.succeeds('reserve#1')).toBeNull();
    expect(saga.sent.at(-1)).toBe('charge#1');
  });

  it('of a second success is ignored', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.passes(1_100);
    saga.succeeds('reserve#1');
    expect(saga.succeeds('reserve#2')?.code).toBe('late-reply');
  });

  it('is ignored when it tells of a failure that was tried again already', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.passes(1_100);
    expect(saga.breaks('reserve#1')?.code).toBe('late-reply');
    expect(saga.refuses('reserve#1')?.code).toBe('late-reply');
    expect(saga.execution('reserve')).toMatchObject({ status: 'waiting', attempt: 2 });
  });

  it('is ignored when the step is being undone', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.operator('cancel');
    expect(saga.succeeds('reserve')?.code).toBe('late-reply');
    expect(saga.sent).toEqual(['reserve#1', 'undo reserve#1']);
  });

  it('is ignored when the saga has ended', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.passes(1_100);
    saga.refuses('reserve');
    saga.succeeds('undo reserve');
    expect(saga.status).toBe('compensated');
    expect(saga.succeeds('reserve#1')?.code).toBe('late-reply');
  });

  it('changes nothing after the end, but is a fault to be told when it is of a pivot that was given up', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.succeeds('reserve');
    saga.succeeds('charge');
    saga.passes(3_000);
    saga.operator('cancel');
    saga.succeeds('undo charge');
    saga.succeeds('undo reserve');
    const before = saga.state;
    expect(saga.succeeds('ship#1')?.code).toBe('pivot-took-effect');
    expect(saga.state).toBe(before);
  });

  it('frees a saga that waits for a person because of that step', () => {
    const saga = new ScriptedSaga(ORDER);
    for (const step of ['reserve', 'charge', 'ship']) saga.succeeds(step);
    saga.passes(3_000);
    expect(saga.status).toBe('needs-attention');
    saga.succeeds('confirm#1');
    expect(saga.status).toBe('completed');
    expect(saga.state.attention).toBeNull();
  });
});

describe('a reply that fits nothing is ignored and says why', () => {
  const saga = new ScriptedSaga(ORDER);
  saga.succeeds('reserve');
  const before = saga.state;

  it.each([
    ['a repetition', 'reserve#1', 'step-already-done'],
    ['an unknown step', 'polish', 'unknown-step'],
    ['a step whose turn has not come', 'ship', 'step-not-commanded'],
    ['a compensation that was not asked for', 'undo reserve', 'step-not-commanded'],
    ['an attempt that was never made', 'charge#2', 'attempt-not-made'],
    ['an attempt that cannot be', 'charge#0', 'attempt-not-made'],
  ])('%s: %s', (_what, address, code) => {
    expect(saga.succeeds(address)?.code).toBe(code);
    expect(saga.state).toBe(before);
  });
});
