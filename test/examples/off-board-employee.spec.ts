import { after, refuse, sagaTest, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { employee: 'eva', manager: 'max@example.com' };
const accounts = Array.from({ length: 12 }, (_, i) => ({ id: `a-${i}`, system: i % 2 ? 'mail' : 'crm' }));

function company() {
  return sagaTest(readExample('off-board-employee'))
    .participant('directory', { 'directory.accounts-of': succeed({ accounts }) })
    .participant('archive', { 'archive.store': ({ input }) => ({ url: `s3://${input.account as string}` }) });
}

describe('off-board-employee', () => {
  it('hands over the archives of all accounts, in their order', async () => {
    const saga = await company().run(input);
    expect(saga.status).toBe('completed');
    expect(saga.commands.at(-1)!.input.archives).toEqual(
      accounts.map(({ id }) => ({ account: id, archive: `s3://${id}` })),
    );
    expect(saga.step('leave')?.action.input).toEqual({ employee: 'eva', accounts: 12 });
  });

  it('works on five accounts at a time', async () => {
    const saga = await company()
      .participant('directory', { 'directory.freeze': after('10s', succeed()) })
      .start(input);
    await saga.advance('1s');
    expect(saga.state.steps.inFlight().map(({ path }) => path)).toEqual([
      'accounts',
      ...[0, 1, 2, 3, 4].map((i) => `accounts[${i}].freeze`),
    ]);
  });

  it('gives all accounts back when one of them can not be archived', async () => {
    const saga = await company()
      .participant('archive', {
        'archive.store': [
          ...Array<ReturnType<typeof succeed>>(10).fill(succeed({ url: 's3' })),
          refuse('too-big'),
        ],
      })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.standing).toEqual(['find']);
    expect(saga.state.failure).toMatchObject({ code: 'too-big', step: 'accounts[10].archive' });
  });

  it('has no account left to freeze for somebody who never had one', async () => {
    const saga = await company()
      .participant('directory', { 'directory.accounts-of': succeed({ accounts: [] }) })
      .run(input);
    expect(saga.commands.map(({ name }) => name)).toEqual([
      'directory.accounts-of',
      'hr.close-file',
      'mail.send',
    ]);
  });
});
