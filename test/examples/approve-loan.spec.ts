import { refuse, sagaTest, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { customer: 'c-1', cents: 500_000 };

function loan(points: number) {
  return sagaTest(readExample('approve-loan')).participant('risk', { 'risk.score': succeed({ points }) });
}

async function underReview() {
  return (await loan(500).start(input)).toWait();
}

describe('approve-loan', () => {
  it('approves a good customer at once', async () => {
    const saga = await loan(750).run(input);
    expect(saga.status).toBe('completed');
    expect(saga.commands.map(({ name }) => name)).toEqual(['risk.score', 'loans.approve', 'bank.pay-out']);
  });

  it('asks a clerk about the others', async () => {
    const saga = await underReview();
    expect(saga.step('review')?.action.input).toEqual({
      question: { customer: 'c-1', cents: 500_000, points: 500 },
      approvers: ['loan-desk', 'branch-manager'],
    });
    await saga.advance('4d');
    await saga.approve('bob', 'has a house');
    expect(saga.status).toBe('completed');
    expect(saga.commands[1]!.input).toMatchObject({ by: 'bob' });
  });

  it('lends nothing, and says so, when the clerk says no', async () => {
    const saga = await (await underReview()).reject('bob', 'has no house');
    expect(saga.status).toBe('compensated');
    expect(saga.commands.at(-1)).toMatchObject({ name: 'mail.send', input: { reason: 'rejected' } });
  });

  it('lends nothing when no clerk has had time for five days', async () => {
    const saga = await (await underReview()).toEnd();
    expect(saga.state.failure).toMatchObject({
      code: 'rejected',
      message: 'default: nobody has answered in time',
    });
    expect(saga.standing).toEqual(['score', 'decline']);
  });

  it('withdraws the approval when the bank refuses to pay', async () => {
    const saga = await loan(750)
      .participant('bank', { 'bank.pay-out': refuse('blocked', 'the account is blocked') })
      .run(input);
    expect(saga.commands.map(({ name }) => name).slice(-2)).toEqual(['loans.withdraw', 'mail.send']);
    expect(saga.commands.at(-1)!.input).toMatchObject({ reason: 'blocked' });
  });
});
