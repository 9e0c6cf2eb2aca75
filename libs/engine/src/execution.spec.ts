import { ScriptedSaga } from './testing/scripted-saga.js';

const BOOKING = `
name: booking
steps:
  - name: hold
    command: rooms.hold
    input: { guest: "\${ input.guest }" }
    output: { room: "\${ reply.room.number }" }
    retry: { attempts: 1 }
    compensate:
      command: rooms.free
      input: "\${ has(steps.hold) ? { 'room': steps.hold.room } : { 'guest': input.guest } }"
  - name: bill
    command: bills.write
    input: { room: "\${ steps.hold.room }", cents: "\${ input.nights * 9900 }" }
    pivot: true
    retry: { attempts: 1 }
  - name: greet
    command: mails.send
    input: { subject: "\${ 'Welcome, ' + steps.bill.title }" }
`;
const booking = (input = { guest: 'Ada', nights: 2 }) => new ScriptedSaga(BOOKING, input);
const HELD = { room: { number: 7 }, floor: 1 };

describe('the input of a command', () => {
  it('is made of the input of the saga and the output of earlier steps', () => {
    const saga = booking();
    expect(saga.inputOf('hold')).toEqual({ guest: 'Ada' });
    saga.succeeds('hold', HELD);
    expect(saga.inputOf('bill')).toEqual({ room: 7, cents: 19800 });
  });

  it('that cannot be made ends the saga before the command is sent', () => {
    const saga = new ScriptedSaga(BOOKING, {});
    expect(saga.sent).toEqual([]);
    expect(saga.state.failure).toMatchObject({
      code: 'expression-failed',
      message: '${ input.guest }: No such key: guest',
    });
    expect(saga.status).toBe('compensated');
  });

  it('that cannot be made after the pivot calls for a person', () => {
    const saga = booking();
    saga.succeeds('hold', HELD);
    saga.succeeds('bill', {});
    expect(saga.sent).toEqual(['hold#1', 'bill#1']);
    expect(saga.state.attention).toMatchObject({ step: 'greet', reason: { code: 'expression-failed' } });
    saga.operator('skip');
    expect(saga.status).toBe('completed');
  });
});

describe('the output of a step', () => {
  it('is what its template takes from the reply', () => {
    const saga = booking();
    saga.succeeds('hold', HELD);
    expect(saga.execution('hold').output).toEqual({ room: 7 });
  });

  it('that cannot be made gives the step up, without asking again, and undoes what it did', () => {
    const saga = booking();
    saga.succeeds('hold', { room: 7 });
    expect(saga.sent).toEqual(['hold#1', 'undo hold#1']);
    expect(saga.execution('hold')).toMatchObject({
      status: 'failed',
      mayHaveEffect: true,
      failure: { code: 'expression-failed' },
    });
  });

  it('that cannot be made at the pivot calls for a person: the pivot has had its effect', () => {
    const saga = new ScriptedSaga(
      BOOKING.replace('pivot: true', "pivot: true\n    output: '${ reply.bill }'"),
      {
        guest: 'Ada',
        nights: 2,
      },
    );
    saga.succeeds('hold', HELD);
    saga.succeeds('bill', {});
    expect(saga.state.attention).toMatchObject({ step: 'bill', choices: ['retry', 'skip', 'cancel'] });
    expect(saga.succeeds('bill', {})?.code).toBe('late-reply');
  });
});

describe('the input of a compensation', () => {
  it('is registered before anything is known of the step', () => {
    expect(booking().story.effects).toContainEqual({
      type: 'register-compensation',
      step: 'hold',
      command: 'rooms.free',
      input: { guest: 'Ada' },
    });
  });

  it('sees the output of the step when the step succeeded', () => {
    const saga = booking();
    saga.succeeds('hold', HELD);
    saga.refuses('bill');
    expect(saga.inputOf('undo hold')).toEqual({ room: 7 });
  });

  it('does without when the outcome is unknown', () => {
    const saga = booking();
    saga.passes(30_000);
    expect(saga.inputOf('undo hold')).toEqual({ guest: 'Ada' });
  });
});
