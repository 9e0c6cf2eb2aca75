import { after, refuse, sagaTest, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { customer: 'c-1', cents: 500_000 };

function loan(points: number) {
  return sagaTest(readExample('approve-loan'))
    .participant('risk', { 'risk.score': succeed({ points }) })
    .participant('desk', { 'desk.review': after('2d', succeed({ cents: 300_000, clerk: 'bob' })) });
}

describe('approve-loan', () => {
  it('approves a good customer at once', async () => {
    const saga = await loan(750).run(input);
    expect(saga.commands.map(({ name }) => name)).toEqual(['risk.score', 'loans.approve', 'bank.pay-out']);
    expect(saga.commands.at(-1)!.input).toMatchObject({ approved: true });
  });

  it('waits two days for a clerk, who may approve less', async () => {
    const saga = await loan(500).run(input);
    expect(saga.status).toBe('completed');
    expect(saga.commands[2]!.input).toEqual({ customer: 'c-1', cents: 300_000, by: 'bob' });
  });

  it('declines the others', async () => {
    const saga = await loan(100).run(input);
    expect(saga.commands.map(({ name }) => name)).toEqual(['risk.score', 'mail.decline', 'bank.pay-out']);
    expect(saga.commands.at(-1)!.input).toMatchObject({ approved: false });
  });

  it('withdraws the approval when the bank refuses to pay', async () => {
    const saga = await loan(750)
      .participant('bank', { 'bank.pay-out': refuse('blocked', 'the account is blocked') })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.commands.at(-1)!.name).toBe('loans.withdraw');
  });
});
