import { after, breakDown, loseReply, refuse, sagaTest, staySilent, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { from: 'DE-1', to: 'DE-2', cents: 10_000 };
const back = { from: 'DE-2', to: 'DE-1', cents: 500 };

function bank() {
  return sagaTest(readExample('transfer-money'))
    .participant('accounts', { 'accounts.read': succeed({ version: 7, cents: 25_000 }) })
    .participant('clearing', { 'clearing.settle': succeed({ reference: 'r-1' }) });
}

describe('transfer-money', () => {
  it('moves the money', async () => {
    const saga = await bank().run(input);
    expect(saga.status).toBe('completed');
    expect(saga.commands.at(-3)!.input).toEqual({ account: 'DE-1', cents: 10_000, reference: 'r-1' });
    expect(saga.commands.slice(-2).map(({ name }) => name)).toEqual(['locks.release', 'locks.release']);
  });

  it('lets transfers in opposite directions take turns, and never wait for each other', async () => {
    const kit = bank().participant('clearing', {
      'clearing.settle': after('15s', succeed({ reference: 'r-1' })),
    });
    const there = await kit.start(input);
    const andBack = there.alongside('and-back', back);
    await andBack.toEnd();
    expect([there.status, andBack.status]).toEqual(['completed', 'completed']);
    expect(andBack.step('look.lock')?.action.output).toMatchObject({ key: 'account/DE-1', waitedMs: 15_000 });
  });

  it('holds no money of an account that has changed since it was looked at', async () => {
    const saga = await bank()
      .participant('accounts', { 'accounts.read': [succeed({ version: 7 }), succeed({ version: 8 })] })
      .run(input);
    expect(saga.state.failure).toMatchObject({ code: 'changed-meanwhile', step: 'hold' });
    expect(saga.commands.map(({ name }) => name)).not.toContain('accounts.hold');
  });

  it('asks the clearing house what became of an order, and settles once', async () => {
    const saga = await bank()
      .participant('clearing', { 'clearing.settle': loseReply(1, succeed({ reference: 'r-9' })) })
      .run(input);
    expect(saga.status).toBe('completed');
    expect(saga.commands.filter(({ name }) => name.startsWith('clearing.')).map(({ name }) => name)).toEqual([
      'clearing.settle',
      'clearing.status',
    ]);
    expect(saga.step('book')?.action.input).toMatchObject({ reference: 'r-9' });
  });

  it('sends the order again that never got there', async () => {
    const saga = await bank()
      .participant('clearing', { 'clearing.settle': [staySilent(1), succeed({ reference: 'r-1' })] })
      .run(input);
    expect(saga.status).toBe('completed');
    expect(saga.step('settle')?.action.attempt).toBe(2);
  });

  it('proves that the money is free again when the clearing house refuses', async () => {
    const saga = await bank()
      .participant('clearing', { 'clearing.settle': refuse('closed') })
      .run(input);
    expect(saga.status).toBe('compensated-verified');
    expect(saga.standing).toEqual(['look']);
  });

  it('calls a person when the proof fails', async () => {
    const saga = await bank()
      .participant('clearing', { 'clearing.settle': refuse('closed') })
      .participant('accounts', { 'accounts.free': breakDown(10) })
      .run(input);
    await saga.skip('ada', 'freed at the counter, they say');
    expect(saga.state.attention).toMatchObject({ step: 'hold.verified', reason: { code: 'still-there' } });
  });
});
