import { after, lagBehind, loseReply, refuse, sagaTest, staySilent, succeed } from './index.js';

const charge = (conflict: string) => `
name: charge
steps:
  - name: charge
    command: bank.charge
    compensate: bank.refund
    lock: { key: input.account, conflict: ${conflict}, timeout: 1h }
    timeout: 10m
  - { name: ship, command: post.ship, compensate: none, timeout: 10m }
`;
const input = { account: 'a-1' };

describe('locks', () => {
  /** Two sagas that want the same account, of which the first holds it for five minutes. */
  async function two(conflict: string) {
    const kit = sagaTest(charge(conflict)).participant('post', { 'post.ship': after('5m', succeed()) });
    const first = await kit.start(input, { sagaId: 'first' });
    const second = first.alongside('second', input);
    await first.advance('1m');
    return { first, second };
  }

  it('let the second saga wait for the end of the first', async () => {
    const { first, second } = await two('queue');
    expect([first, second].map((saga) => saga.step('charge')?.action.status)).toEqual([
      'succeeded',
      undefined,
    ]);
    await second.toEnd();
    expect(second.status).toBe('completed');
    expect(second.step('charge.lock')?.action.output).toEqual({ key: 'a-1', waitedMs: 300_000 });
    expect(second.elapsed).toBe(600_000);
  });

  it('let the second saga ask again', async () => {
    const { second } = await two('wait');
    await second.toEnd();
    expect(second.status).toBe('completed');
    expect(second.step('charge.lock')!.action.attempt).toBeGreaterThan(10);
  });

  it('let the second saga fail', async () => {
    const { first, second } = await two('fail');
    expect(second.state.failure).toMatchObject({
      code: 'locked',
      message: '"a-1" is locked by the saga first',
    });
    await first.toEnd();
    expect([first.status, second.status]).toEqual(['completed', 'compensated']);
  });

  it('keep sagas apart that want other keys not at all', async () => {
    const { first } = await two('queue');
    const third = first.alongside('third', { account: 'a-2' });
    await third.advance('1s');
    expect(third.step('charge')?.action.status).toBe('succeeded');
  });

  it('are left to those who still wait when one gives up', async () => {
    const kit = sagaTest(charge('queue').replace('1h', '2m'));
    kit.participant('post', { 'post.ship': after('5m', succeed()) });
    const first = await kit.start(input);
    const second = first.alongside('second', input);
    await first.advance('4m');
    expect(second.state.failure).toMatchObject({ code: 'timeout', step: 'charge.lock' });
    const third = first.alongside('third', input);
    await third.toEnd();
    expect(third.status).toBe('completed');
  });

  it('can be refused by a script', async () => {
    const saga = await sagaTest(charge('queue'))
      .participant('locks', { 'locks.acquire': refuse('invalid-lock') })
      .run(input);
    expect([saga.status, saga.standing]).toEqual(['compensated', []]);
  });
});

describe('a status query', () => {
  const pay = `
name: pay
steps:
  - name: pay
    command: bank.pay
    pivot: true
    retry: { attempts: 2, backoff: 1s, jitter: 0 }
    status: bank.what-became
`;

  it('is answered by what the participant has done', async () => {
    const saga = await sagaTest(pay)
      .participant('bank', { 'bank.pay': loseReply(1, succeed({ receipt: 'r-1' })) })
      .run({});
    expect(saga.status).toBe('completed');
    expect(saga.step('pay')?.action).toMatchObject({ attempt: 1, output: { receipt: 'r-1' } });
  });

  it('is answered by what it has refused', async () => {
    const saga = await sagaTest(pay)
      .participant('bank', { 'bank.pay': loseReply(1, refuse('no-money', 'nothing left')) })
      .run({});
    expect(saga.state.failure).toEqual({ code: 'no-money', message: 'nothing left', step: 'pay' });
  });

  it('is answered by what it has not done yet', async () => {
    const saga = await sagaTest(pay)
      .participant('bank', { 'bank.pay': [staySilent(1), succeed()] })
      .run({});
    expect(saga.step('pay.status[1]')?.action.output).toEqual({ outcome: 'not-done' });
    expect([saga.status, saga.standing]).toEqual(['completed', ['pay']]);
  });

  it('is answered by its script, where it has one', async () => {
    const saga = await sagaTest(pay)
      .participant('bank', { 'bank.pay': loseReply(), 'bank.what-became': succeed({ outcome: 'unknown' }) })
      .run({});
    expect(saga.status).toBe('needs-attention');
  });
});

describe('the verification of an undoing', () => {
  const build = `
name: build
steps:
  - name: build
    command: site.build
    compensate: { command: site.remove, verify: site.is-gone }
  - { name: open, command: site.open, compensate: none }
`;
  const kit = () => sagaTest(build).participant('site', { 'site.open': refuse('not-allowed') });

  it('succeeds when the effect is gone', async () => {
    const saga = await kit().run({});
    expect(saga.status).toBe('compensated-verified');
  });

  it('is refused when it is not', async () => {
    const saga = await kit()
      .participant('site', { 'site.remove': refuse('too-heavy') })
      .run({});
    await saga.skip('ada', 'somebody else does it');
    expect(saga.status).toBe('needs-attention');
    expect(saga.state.attention).toMatchObject({ step: 'build.verified', reason: { code: 'still-there' } });
    expect(saga.standing).toEqual(['build']);
  });
});

describe('a participant that lags behind', () => {
  const slow = (clock: string) => `
name: slow
steps: [{ name: make, command: cloud.make, compensate: none, timeout: 1m, retry: { attempts: 1 }, clock: ${clock} }]
`;

  it.each([
    ['while-consuming', 'completed'],
    ['always', 'compensated'],
  ])('is given time by the clock %s: %s', async (clock, status) => {
    const saga = await sagaTest(slow(clock))
      .participant('cloud', { 'cloud.make': lagBehind('20m') })
      .run({});
    expect(saga.status).toBe(status);
  });

  it('is not one that takes its time', async () => {
    const saga = await sagaTest(slow('while-consuming'))
      .participant('cloud', { 'cloud.make': after('20m', succeed()) })
      .run({});
    expect(saga.status).toBe('compensated');
  });
});
