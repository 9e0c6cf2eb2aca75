import { refuse, sagaTest } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { customer: 'ann@example.com', cents: 990 };
const DAY = 86_400_000;

describe('renew-subscription', () => {
  it('lets the trial pass before it bills', async () => {
    const saga = await sagaTest(readExample('renew-subscription')).run(input);
    expect(saga.status).toBe('completed');
    expect(saga.commands.map(({ name }) => name)).toEqual(['accounts.open', 'mail.send', 'bank.capture']);
    expect(saga.elapsed).toBeGreaterThanOrEqual(30 * DAY);
  });

  it('closes the account when the card is refused', async () => {
    const saga = await sagaTest(readExample('renew-subscription'))
      .participant('bank', { 'bank.capture': refuse('card-declined', 'the card has expired') })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.commands.at(-1)!.name).toBe('accounts.close');
  });
});
