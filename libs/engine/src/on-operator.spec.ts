import { ORDER } from './testing/order-saga.js';
import { ScriptedSaga } from './testing/scripted-saga.js';

const PIVOT_ROUND = 1_000 + 100 + 1_000;

const atPivot = () => {
  const saga = new ScriptedSaga(ORDER);
  saga.succeeds('reserve');
  saga.succeeds('charge');
  return saga;
};

describe('a pivot whose outcome is unknown', () => {
  const stuck = () => {
    const saga = atPivot();
    saga.passes(PIVOT_ROUND);
    return saga;
  };

  it('needs a person, who may retry, skip or cancel', () => {
    const saga = stuck();
    expect(saga.state.attention).toMatchObject({
      reason: { code: 'timeout' },
      step: 'ship',
      was: 'running',
      choices: ['retry', 'skip', 'cancel'],
    });
    expect(saga.story.announced.at(-1)).toBe('needs-attention ship');
  });

  it('stays unknown when the attempts after the one that timed out just broke', () => {
    const saga = atPivot();
    saga.passes(1_100);
    saga.breaks('ship#2');
    expect(saga.state.attention).toMatchObject({ reason: { code: 'broken' }, step: 'ship' });
  });

  it('is sent again with a full allowance of attempts on "retry"', () => {
    const saga = stuck();
    saga.operator('retry');
    saga.passes(PIVOT_ROUND);
    expect(saga.sent.slice(2)).toEqual(['ship#1', 'ship#2', 'ship#3', 'ship#4']);
    saga.operator('retry');
    saga.succeeds('ship');
    saga.succeeds('confirm');
    expect(saga.status).toBe('completed');
  });

  it('counts as done on "skip": the saga goes forward', () => {
    const saga = stuck();
    saga.operator('skip');
    expect(saga.status).toBe('running');
    expect(saga.sent.at(-1)).toBe('confirm#1');
  });

  it('is taken for not done on "cancel": the saga is undone', () => {
    const saga = stuck();
    saga.operator('cancel');
    saga.succeeds('undo charge');
    saga.succeeds('undo reserve');
    expect(saga.status).toBe('compensated');
    expect(saga.state.failure).toEqual({
      code: 'cancelled',
      message: 'cancelled by ann: as agreed',
      step: null,
    });
  });

  it('calls a person again when its success comes to light after "cancel", before more is undone', () => {
    const saga = stuck();
    saga.operator('cancel');
    saga.succeeds('ship#1');
    expect(saga.execution('ship').status).toBe('succeeded');
    expect(saga.state.attention).toMatchObject({ reason: { code: 'pivot-took-effect' }, choices: ['retry'] });
    saga.succeeds('undo charge');
    expect(saga.sent).not.toContain('undo reserve#1');
    saga.operator('retry');
    expect(saga.sent.at(-1)).toBe('undo reserve#1');
    saga.succeeds('undo reserve');
    expect(saga.status).toBe('compensated');
  });

  it('makes nobody forget a compensation that was given up before', () => {
    const saga = stuck();
    saga.operator('cancel');
    saga.refuses('undo charge');
    expect(saga.state.attention?.step).toBe('charge');
    saga.succeeds('ship#1');
    expect(saga.state.attention?.step).toBeNull();
    saga.operator('retry');
    expect(saga.state.attention).toMatchObject({ step: 'charge', choices: ['retry', 'skip'] });
  });
});

it('a pivot that was plainly refused or broken undoes the saga without asking', () => {
  const refused = atPivot();
  refused.refuses('ship');
  expect(refused.status).toBe('compensating');

  const broken = atPivot();
  broken.breaks('ship');
  broken.passes(100);
  broken.breaks('ship');
  expect(broken.status).toBe('compensating');
});

describe('a step after the pivot that is exhausted', () => {
  const stuck = () => {
    const saga = atPivot();
    saga.succeeds('ship');
    saga.breaks('confirm');
    saga.passes(100);
    saga.breaks('confirm');
    return saga;
  };

  it('needs a person, who may retry or skip but not cancel', () => {
    const saga = stuck();
    expect(saga.state.attention).toMatchObject({ step: 'confirm', choices: ['retry', 'skip'] });
    expect(saga.operator('cancel')).toEqual({
      code: 'act-not-possible',
      message: '"cancel" is not possible: the saga needs attention and can be: retry, skip',
    });
  });

  it('goes on by "retry"', () => {
    const saga = stuck();
    saga.operator('retry');
    saga.succeeds('confirm#3');
    expect(saga.status).toBe('completed');
  });

  it('goes on by "skip"', () => {
    const saga = stuck();
    saga.operator('skip');
    expect(saga.status).toBe('completed');
  });
});

describe('a compensation that is exhausted', () => {
  const stuck = () => {
    const saga = atPivot();
    saga.refuses('ship');
    saga.refuses('undo charge');
    return saga;
  };

  it('goes on by "retry"', () => {
    const saga = stuck();
    saga.operator('retry');
    saga.succeeds('undo charge#2');
    saga.succeeds('undo reserve');
    expect(saga.status).toBe('compensated');
  });

  it('goes on by "skip", with the other compensations', () => {
    const saga = stuck();
    saga.operator('skip');
    expect(saga.sent.at(-1)).toBe('undo reserve#1');
    saga.succeeds('undo reserve');
    expect(saga.status).toBe('compensated');
  });
});

describe('cancel', () => {
  it('undoes a running saga, the step in flight included', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.succeeds('reserve');
    saga.operator('cancel');
    saga.succeeds('undo charge');
    saga.succeeds('undo reserve');
    expect(saga.sent).toEqual(['reserve#1', 'charge#1', 'undo charge#1', 'undo reserve#1']);
    expect(saga.status).toBe('compensated');
  });

  it('is too late once the pivot has been commanded', () => {
    expect(atPivot().operator('cancel')).toEqual({
      code: 'act-not-possible',
      message: '"cancel" is not possible: the saga is running and may be past its pivot',
    });
  });

  it('is put on record with who and why', () => {
    const saga = new ScriptedSaga(ORDER);
    saga.operator('cancel');
    expect(saga.story.events).toContainEqual({
      type: 'operator-acted',
      act: 'cancel',
      step: null,
      by: 'ann',
      reason: 'as agreed',
      at: 0,
    });
  });
});

it.each(['retry', 'skip'] as const)('%s is not possible while the saga can go on by itself', (act) => {
  expect(new ScriptedSaga(ORDER).operator(act)?.code).toBe('act-not-possible');
});
