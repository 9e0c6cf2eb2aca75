import { after, breakDown, refuse, sagaTest, succeed } from './index.js';

const pay = `
name: pay-seller
steps:
  - { name: reserve, command: books.reserve, compensate: books.free, input: { seller: "\${ input.seller }" } }
  - { name: transfer, command: bank.transfer, compensate: bank.fetch-back, input: { to: "\${ input.seller }" } }
output: { receipt: "\${ steps.transfer.receipt }" }
`;
const payAll = `
name: pay-all
steps:
  - { name: open, command: books.open, compensate: books.reopen }
  - name: sellers
    each:
      in: input.sellers
      as: seller
      concurrency: 2
      steps:
        - { name: payout, saga: pay-seller, input: { seller: "\${ seller }" } }
      output: "\${ steps.payout.receipt }"
  - { name: close, command: books.close, compensate: none, input: { receipts: "\${ steps.sellers.results }" } }
`;
const input = { sellers: ['ann', 'bob', 'cid'] };

const payTest = () =>
  sagaTest(payAll, { sagas: [pay] }).participant('bank', {
    'bank.transfer': ({ input }) => ({ receipt: `r-${input.to as string}` }),
  });

describe('a saga that starts others', () => {
  it('goes on with what they give', async () => {
    const saga = await payTest().run(input);
    expect(saga.status).toBe('completed');
    expect(saga.commands.at(-1)!.input).toEqual({ receipts: ['r-ann', 'r-bob', 'r-cid'] });
    expect(saga.children.map(({ status, state }) => [state.id, status])).toEqual([
      ['pay-all-1/sellers.0.payout', 'completed'],
      ['pay-all-1/sellers.1.payout', 'completed'],
      ['pay-all-1/sellers.2.payout', 'completed'],
    ]);
    expect(saga.standing).toContain('sellers[1].payout/transfer');
  });

  it('has them undone when one fails, those that are completed as well', async () => {
    const saga = await payTest()
      .participant('bank', {
        'bank.transfer': [succeed({ receipt: 'r' }), succeed({ receipt: 's' }), refuse('blocked')],
      })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.state.failure).toMatchObject({ code: 'blocked', step: 'sellers[2].payout' });
    expect(saga.children.map(({ status }) => status)).toEqual(['compensated', 'compensated', 'compensated']);
    expect(saga.standing).toEqual([]);
    expect(saga.child('sellers[0].payout').state.failure?.code).toBe('undone-by-parent');
  });

  it('shares its clock and its scripts with them', async () => {
    const saga = await payTest()
      .participant('bank', {
        'bank.transfer': [after('10s', succeed({ receipt: 'r' })), after('20s', succeed({ receipt: 's' }))],
      })
      .start(input);
    await saga.advance('15s');
    expect(saga.child('sellers[0].payout').status).toBe('completed');
    expect(saga.child('sellers[1].payout').status).toBe('running');
    await saga.toEnd();
    expect(saga.elapsed).toBe(30_000);
  });

  it('waits for a person who settles what one of them is stuck at', async () => {
    const saga = await payTest()
      .participant('bank', { 'bank.transfer': refuse('blocked'), 'bank.fetch-back': succeed() })
      .participant('books', { 'books.free': [breakDown(10), succeed()] })
      .run({ sellers: ['ann'] });
    const child = saga.child('sellers[0].payout');
    expect([saga.status, child.status]).toEqual(['running', 'needs-attention']);
    await child.retry('ada', 'the books are open again');
    expect([saga.status, child.status]).toEqual(['compensated', 'compensated']);
  });

  it('waits with one that waits, until its own step has waited long enough', async () => {
    const ask = { name: 'ask', steps: [{ name: 'word', signal: 'go' }] };
    const kit = sagaTest(
      { name: 'wait', steps: [{ name: 'asked', saga: 'ask', timeout: '1d' }] },
      { sagas: [ask] },
    );
    const saga = await (await kit.start({})).toWait();
    expect([saga.status, saga.child('asked').waits]).toEqual(['running', ['word']]);
    await saga.child('asked').signal('go');
    expect(saga.status).toBe('completed');

    const late = await kit.run({});
    expect([late.status, late.child('asked').status, late.elapsed]).toEqual([
      'compensated',
      'compensated',
      86_400_000,
    ]);
  });

  it('says which steps have started one', async () => {
    const saga = await payTest().run({ sellers: ['ann'] });
    expect(() => saga.child('open')).toThrow(
      'step "open" has started no saga; steps that have: sellers[0].payout',
    );
  });

  it('is a mistake in the test without their definitions', () => {
    expect(() => sagaTest(payAll)).toThrow(
      'step "payout" of pay-all starts pay-seller: give its definition, as in sagaTest(…, { sagas: […] })',
    );
  });

  it('is explored with their steps', async () => {
    const exploration = await payTest().explore({ sellers: ['ann'] });
    expect(exploration.table()).toMatchInlineSnapshot(`
      "step                        failure     ends         standing
      open                        refused     compensated  nothing
      open                        broken      compensated  nothing
      open                        silent      compensated  nothing
      open                        reply lost  compensated  nothing
      sellers[0].payout/reserve   refused     compensated  nothing
      sellers[0].payout/reserve   broken      compensated  nothing
      sellers[0].payout/reserve   silent      compensated  nothing
      sellers[0].payout/reserve   reply lost  compensated  nothing
      sellers[0].payout/transfer  refused     compensated  nothing
      sellers[0].payout/transfer  broken      compensated  nothing
      sellers[0].payout/transfer  silent      compensated  nothing
      sellers[0].payout/transfer  reply lost  compensated  nothing
      close                       refused     compensated  nothing
      close                       broken      compensated  nothing
      close                       silent      compensated  nothing
      close                       reply lost  compensated  close"
    `);
  });
});
