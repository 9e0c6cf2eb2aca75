import { BusinessFailure } from '@saga/participant';
import { breakDown, refuse, sagaTest } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = {
  month: '2026-01',
  sellers: ['ann', 'bob', 'cid'].map((id) => ({ id, iban: `DE-${id}` })),
};
const shares: Record<string, number> = { ann: 12_000, bob: 700, cid: 45 };

function marketplace() {
  return sagaTest(readExample('pay-out-marketplace'), { sagas: [readExample('pay-seller')] })
    .participant('ledger', { 'ledger.settle': ({ input }) => ({ cents: shares[input.seller as string]! }) })
    .participant('bank', {
      'bank.transfer': ({ input }) => {
        if (input.iban === 'DE-bob') throw new BusinessFailure('account-closed', 'the account is closed');
        return { receipt: `r-${input.iban as string}` };
      },
    });
}

describe('pay-out-marketplace', () => {
  it('pays each seller by a saga, and carries over what can not be paid', async () => {
    const saga = await marketplace().run(input);
    expect(saga.status).toBe('completed');
    expect(saga.children.map(({ status }) => status)).toEqual(['completed', 'compensated', 'completed']);
    expect(saga.step('statement')?.action.input.payouts).toEqual([
      { seller: 'ann', cents: 12_000 },
      { seller: 'bob', cents: 0 },
      { seller: 'cid', cents: 45 },
    ]);
    expect(saga.step('sellers[1].carryOver')?.action.status).toBe('succeeded');
  });

  it('takes all payouts back when the auditor objects', async () => {
    const saga = await marketplace()
      .participant('audit', { 'audit.file-statement': refuse('objection') })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.standing).toEqual([]);
    expect(
      saga
        .child('sellers[0].payout')
        .commands.slice(-2)
        .map(({ name }) => name),
    ).toEqual(['bank.recall', 'ledger.reopen-account']);
  });

  it('waits for a person where a payout can not be taken back', async () => {
    const kit = marketplace()
      .participant('audit', { 'audit.file-statement': refuse('objection') })
      .participant('bank', { 'bank.recall': [breakDown(10), refuse('spent')] });
    const saga = await kit.run(input);
    const stuck = saga.children.filter(({ status }) => status === 'needs-attention');
    expect(stuck.map(({ state }) => state.input.seller)).toEqual(['cid']);
    expect(saga.status).toBe('compensating');
    await stuck[0]!.skip('ada', 'will be set off against the next payout');
    const [next] = saga.children.filter(({ status }) => status === 'needs-attention');
    await next!.skip('ada', 'this one, too');
    expect(saga.status).toBe('compensated');
    expect(saga.standing).toEqual(['sellers[0].payout/transfer', 'sellers[2].payout/transfer']);
  });
});
