import { after, lagBehind, refuse, sagaTest, succeed } from '@saga/testkit';
import { readExample } from './read-example.js';

const input = { tenant: 'acme', plan: 'large', email: 'ann@acme.example' };

function cloud() {
  return sagaTest(readExample('provision-tenant')).participant('databases', {
    'databases.create': succeed({ url: 'pg://acme' }),
  });
}

describe('provision-tenant', () => {
  it('makes all parts side by side, and lets the owner in', async () => {
    const saga = await cloud().run(input);
    expect(saga.commands.map(({ name }) => name).slice(0, 3)).toEqual([
      'databases.create',
      'storage.create-bucket',
      'domains.register',
    ]);
    expect(saga.commands.at(-1)!.input).toMatchObject({ link: 'https://acme.example.com' });
  });

  it('waits for a maker of databases who is busy with those of others', async () => {
    const saga = await cloud()
      .participant('databases', { 'databases.create': lagBehind('2h', succeed({ url: 'pg://acme' })) })
      .run(input);
    expect(saga.status).toBe('completed');
    expect(saga.step('database')?.action.attempt).toBe(1);
  });

  it('takes the parts away side by side', async () => {
    const saga = await cloud()
      .participant('identity', { 'identity.create-owner': refuse('email-taken') })
      .participant('databases', { 'databases.drop': after('30s', succeed()) })
      .participant('storage', { 'storage.delete-bucket': after('30s', succeed()) })
      .participant('domains', { 'domains.give-up': after('30s', succeed()) })
      .run(input);
    expect(saga.status).toBe('compensated');
    expect(saga.standing).toEqual(['schema']);
    expect(saga.elapsed).toBe(30_000);
  });

  it('leaves nothing behind whatever fails', async () => {
    const { outcomes } = await cloud().explore(input);
    const left = outcomes.flatMap(({ standing }) => standing).filter((step) => !NO_TRACE.includes(step));
    expect(left).toEqual([]);
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['compensated']));
  });
});

/** The tables go with the database; a welcome can't be taken back. */
const NO_TRACE = ['schema', 'welcome'];
