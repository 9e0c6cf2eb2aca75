import { ScriptedSaga } from './testing/scripted-saga.js';

const transfer = (kind: string) => `
name: transfer
steps:
  - name: pay
    command: bank.pay
    timeout: 1s
    retry: { attempts: 2, backoff: 100ms, jitter: 0 }
    status: { command: bank.pay-status, timeout: 1s, retry: { backoff: 500ms, factor: 1, jitter: 0 }, deadline: 10s }
    output: { id: "\${ reply.id }" }
    ${kind}
  - { name: tell, command: mail.send ${kind.includes('pivot') ? '' : ', compensate: none'}, input: { id: "\${ steps.pay.id }" } }
`;
const UNDOABLE = 'compensate: bank.pay-back';
const PIVOT = 'pivot: true';

describe('what became of a command that was not answered', () => {
  it('is asked of its participant, before it is sent again', () => {
    const saga = new ScriptedSaga(transfer(UNDOABLE));
    saga.passes(1_000);
    expect(saga.sent).toEqual(['pay#1', 'pay.status[1]#1']);
  });

  it('done: the saga goes on with what it gave', () => {
    const saga = new ScriptedSaga(transfer(UNDOABLE));
    saga.passes(1_000);
    saga.succeeds('pay.status[1]', { outcome: 'done', output: { id: 'p-1' } });
    expect(saga.inputOf('tell')).toEqual({ id: 'p-1' });
  });

  it('not done: the command is sent again, and its outcome asked for again', () => {
    const saga = new ScriptedSaga(transfer(UNDOABLE));
    saga.passes(1_000);
    saga.succeeds('pay.status[1]', { outcome: 'not-done' });
    saga.passes(100);
    expect(saga.sent.at(-1)).toBe('pay#2');
    saga.passes(1_000);
    expect(saga.sent.at(-1)).toBe('pay.status[2]#1');
    saga.succeeds('pay.status[2]', { outcome: 'not-done' });
    // It may still arrive, so it is undone.
    expect(saga.sent.at(-1)).toBe('undo pay#1');
  });

  it('never: the saga is undone, and there is nothing to undo of the step', () => {
    const saga = new ScriptedSaga(transfer(UNDOABLE));
    saga.passes(1_000);
    saga.succeeds('pay.status[1]', { outcome: 'never' });
    expect(saga.status).toBe('compensated');
    expect(saga.state.failure).toMatchObject({ code: 'never-done', step: 'pay' });
  });

  it('never: even the pivot needs no person', () => {
    const saga = new ScriptedSaga(transfer(PIVOT));
    saga.passes(1_000);
    saga.succeeds('pay.status[1]', { outcome: 'never', failure: { code: 'no-cover', message: 'no cover' } });
    expect(saga.status).toBe('compensated');
    expect(saga.state.failure).toMatchObject({ code: 'no-cover' });
  });

  it.each([
    ['is not known', (saga: ScriptedSaga) => saga.succeeds('pay.status[1]', { outcome: 'unknown' })],
    ['breaks', (saga: ScriptedSaga) => saga.breaks('pay.status[1]')],
    ['is refused', (saga: ScriptedSaga) => saga.refuses('pay.status[1]')],
  ])('is asked for again when the answer %s', (_, answers) => {
    const saga = new ScriptedSaga(transfer(UNDOABLE));
    saga.passes(1_000);
    answers(saga);
    saga.passes(500);
    expect(saga.sent.at(-1)).toBe('pay.status[1]#2');
  });

  it('stays unknown when there is no answer by the deadline; the pivot then needs a person', () => {
    const saga = new ScriptedSaga(transfer(PIVOT));
    saga.passes(60_000);
    expect(saga.sent.filter((address) => address.startsWith('pay#'))).toEqual(['pay#1', 'pay#2']);
    expect(saga.state.attention).toMatchObject({ step: 'pay', choices: ['retry', 'skip', 'cancel'] });
  });

  it('does not matter any more when the answer comes after all', () => {
    const saga = new ScriptedSaga(transfer(UNDOABLE));
    saga.passes(1_000);
    saga.succeeds('pay', { id: 'p-1' });
    expect(saga.inputOf('tell')).toEqual({ id: 'p-1' });
    saga.succeeds('pay.status[1]', { outcome: 'not-done' });
    expect(saga.status).toBe('running');
    expect(saga.sent.at(-1)).toBe('tell#1');
  });
});

describe('the clock of a step', () => {
  const STEADY = `
name: steady
steps: [{ name: pay, command: bank.pay, timeout: 1s, clock: while-consuming, retry: { attempts: 1 }, compensate: none }]
`;

  it('begins anew as long as the participant lags', () => {
    const saga = new ScriptedSaga(STEADY);
    saga.passes(3_500, new Set(['bank']));
    expect(saga.status).toBe('running');
    saga.passes(400);
    expect(saga.status).toBe('running');
    saga.passes(100);
    expect(saga.state.failure).toMatchObject({ code: 'timeout' });
  });

  it('goes on as long as only others lag', () => {
    const saga = new ScriptedSaga(STEADY);
    saga.passes(1_000, new Set(['mail']));
    expect(saga.status).toBe('compensated');
  });

  it('is asked no longer when the step is answered after all, and wakes nobody after the end', () => {
    const saga = new ScriptedSaga(transfer(UNDOABLE));
    saga.passes(1_000);
    saga.breaks('pay.status[1]');
    saga.succeeds('pay', { id: 'p-1' });
    saga.passes(500);
    expect(saga.sent).toEqual(['pay#1', 'pay.status[1]#1', 'tell#1']);
    expect(saga.execution('pay.status[1]')).toMatchObject({
      status: 'failed',
      failure: { code: 'moved-on' },
    });

    const ended = new ScriptedSaga(transfer(UNDOABLE));
    ended.passes(1_000);
    ended.succeeds('pay', { id: 'p-1' });
    ended.succeeds('tell');
    expect(ended.status).toBe('completed');
    expect(ended.story.nextWake).toBeNull();
  });
});
