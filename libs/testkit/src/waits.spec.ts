import { after, breakDown, refuse, sagaTest, staySilent, succeed } from './index.js';

const verify = `
name: verify-customer
deadline: 30d
steps:
  - { name: open, command: accounts.open, compensate: accounts.close }
  - name: passport
    event: { type: passport.sent, topic: post, key: input.customer, match: event.data.customer, keep: 1d }
    timeout: 5d
  - { name: consent, approval: { approvers: [desk] }, timeout: 2d }
  - { name: go, signal: go-ahead }
  - { name: welcome, command: mail.send, compensate: none, input: { file: "\${ steps.passport.file }" } }
`;
const input = { customer: 'c-1' };
const passport = (customer: string, file = 'f-1') =>
  ({ type: 'passport.sent', topic: 'post', data: { customer, file } }) as const;

async function waiting() {
  return (await sagaTest(verify).start(input)).toWait();
}

describe('a saga that waits', () => {
  it('goes on with an event, a signal and an answer', async () => {
    const saga = await waiting();
    expect(saga.waits).toEqual(['passport']);
    await saga.event(passport('c-1'));
    expect(saga.waits).toEqual(['consent']);
    await saga.approve('ann', 'looks good');
    expect(saga.step('consent')?.action.output).toEqual({ by: 'ann', comment: 'looks good' });
    await saga.signal('go-ahead', { by: 'bob' });
    expect(saga.status).toBe('completed');
    expect(saga.commands.at(-1)!.input).toEqual({ file: 'f-1' });
  });

  it('is not moved by the event of another', async () => {
    const saga = await waiting();
    await saga.event(passport('c-2'));
    expect(saga.waits).toEqual(['passport']);
  });

  it('waits until its time is over when nobody comes', async () => {
    const saga = await (await waiting()).toEnd();
    expect(saga.status).toBe('compensated');
    expect(saga.state.failure).toMatchObject({ code: 'timeout', step: 'passport' });
    expect(saga.elapsed).toBe(5 * 86_400_000);
  });

  it('is left as it is at its end when it waits without end', async () => {
    const saga = await sagaTest({ name: 'wait', steps: [{ name: 'go', signal: 'go' }] }).run({});
    expect([saga.status, saga.waits]).toEqual(['running', ['go']]);
  });

  it('takes an event that has come before, for as long as it is kept', async () => {
    const kit = sagaTest(verify).participant('accounts', { 'accounts.open': after('20s', succeed()) });
    const early = await kit.start(input);
    await early.event(passport('c-1'));
    expect(early.waits).toEqual(['consent']);

    const slow = sagaTest(verify.replace('accounts.close }', 'accounts.close, timeout: 3d }'));
    slow.participant('accounts', { 'accounts.open': after('2d', succeed()) });
    const late = await slow.start(input);
    await late.advance('1h');
    await late.event(passport('c-1'));
    expect(late.waits).toEqual(['passport']);
  });

  it('takes the events that the handlers of its participants emit', async () => {
    const saga = await sagaTest(verify)
      .participant('accounts', {
        'accounts.open': (_command, { emit }) => {
          emit({ topic: 'post', type: 'passport.sent', data: { customer: 'c-1', file: 'f-2' } });
        },
      })
      .start(input);
    await saga.toWait();
    expect(saga.step('passport')?.action.output).toMatchObject({ file: 'f-2' });
  });

  it('is undone by a no', async () => {
    const saga = await waiting();
    await saga.event(passport('c-1'));
    await saga.reject('ann', 'a forgery');
    expect(saga.status).toBe('compensated');
    expect(saga.state.failure).toMatchObject({ code: 'rejected', message: 'ann: a forgery' });
    expect(saga.standing).toEqual([]);
  });

  it('goes on meanwhile with what is beside the wait', async () => {
    const kit = sagaTest({
      name: 'beside',
      steps: [
        {
          name: 'both',
          parallel: {
            branches: {
              one: [{ name: 'consent', approval: {}, timeout: '1d' }],
              other: [
                { name: 'pause', delay: '2h' },
                { name: 'ask', command: 'desk.ask', compensate: 'none', timeout: '1h' },
              ],
            },
          },
        },
      ],
    });
    kit.participant('desk', { 'desk.ask': [staySilent(1), succeed({ heard: true })] });
    const saga = await (await kit.start({})).toWait();
    expect(saga.waits).toEqual(['consent']);
    expect(saga.step('ask')?.action.output).toEqual({ heard: true });
  });

  it('goes on meanwhile with what is undone beside the wait', async () => {
    const kit = sagaTest(`
name: beside
steps:
  - name: both
    parallel:
      branches:
        one: [{ name: consent, approval: {} }]
        other:
          - name: payment
            try:
              - steps:
                  - { name: hold, command: bank.hold, compensate: bank.free }
                  - { name: charge, command: bank.charge, compensate: none }
              - steps:
                  - { name: invoice, command: post.invoice, compensate: none }
`).participant('bank', { 'bank.charge': refuse('declined'), 'bank.free': [breakDown(2), succeed()] });
    const saga = await (await kit.start({})).toWait();
    expect(saga.waits).toEqual(['consent']);
    expect(saga.standing).toEqual(['invoice']);
  });

  it('tells its story', async () => {
    const saga = await waiting();
    await saga.signal('go-ahead');
    await saga.advance('1h');
    await saga.event(passport('c-1'));
    await saga.approve('ann', 'fine');
    expect(saga.story()).toMatchInlineSnapshot(`
      "+0s  verify-customer starts
      +0s  open: accounts.open
      +0s  open: done
      +0s  passport: waits for event passport.sent
      +0s  signal go-ahead comes before it is waited for
      +1h  passport: done
      +1h  consent: waits for an approval
      +1h  ann: approved consent, fine
      +1h  consent: done
      +1h  go: waits for signal go-ahead
      +1h  signal go-ahead has come before
      +1h  go: done
      +1h  welcome: mail.send
      +1h  welcome: done
      +1h  completed"
    `);
  });
});

describe('news of which nobody knows', () => {
  it('are mistakes in the test', async () => {
    const saga = await waiting();
    await expect(saga.approve('ann')).rejects.toThrow('the saga waits for no approval');
    await expect(saga.signal('go')).rejects.toThrow('no step of verify-customer waits for a signal "go"');
    await expect(saga.event({ type: 'passport.lost', topic: 'post' })).rejects.toThrow(
      'no step waits for passport.lost on post, only for passport.sent on post',
    );
  });
});

describe('an event in a loop', () => {
  it('is handed to one round only', async () => {
    const saga = await sagaTest({
      name: 'collect',
      steps: [
        {
          name: 'rounds',
          repeat: {
            until: 'steps.paid.last',
            atMost: 3,
            steps: [
              {
                name: 'paid',
                event: { type: 'paid', topic: 'bank', key: 'input.id', match: 'event.data.id' },
              },
            ],
          },
        },
      ],
    }).start({ id: 7 });
    await saga.event({ type: 'paid', topic: 'bank', data: { id: 7, last: false } });
    expect(saga.waits).toEqual(['rounds[1].paid']);
    await saga.event({ type: 'paid', topic: 'bank', data: { id: 7, last: true } });
    expect(saga.status).toBe('completed');
  });
});

it('an approval that is refused by a script of a later step is undone, too', async () => {
  const kit = sagaTest(verify).participant('mail', { 'mail.send': refuse('no-address') });
  const saga = await (await kit.start(input)).toWait();
  await saga.event(passport('c-1'));
  await saga.approve('ann');
  await saga.signal('go-ahead');
  expect([saga.status, saga.standing]).toEqual(['compensated', []]);
});
