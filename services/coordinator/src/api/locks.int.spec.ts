import { createTestDatabase } from '@saga/dev-stack';
import { type RunningApi, useApi } from '../testing/running-api.js';

const PAYOUT = {
  name: 'payout',
  steps: [
    {
      name: 'pay',
      command: 'bank.pay',
      input: { account: '${ input.account }' },
      lock: { key: "'account:' + input.account" },
      compensate: 'bank.take-back',
    },
  ],
};
const REFUSAL = { result: 'business' as const, failure: { code: 'refused', message: 'no' } };

interface LockView {
  key: string;
  saga: string;
  steps: { step: string; since: string }[];
  waiting: number;
  line: { saga: string; step: string }[];
}

let api: RunningApi;

useApi(createTestDatabase, (opened) => ({ api } = opened));
beforeAll(async () => {
  await api.post('/v1/definitions', PAYOUT);
});

const start = (id: string, account: string) =>
  api.post('/v1/sagas', { definition: 'payout', id, input: { account } });

async function locks(query = ''): Promise<{ locks: LockView[]; next: string | null }> {
  const { status, body } = await api.get(`/v1/locks${query}`);
  expect(status).toBe(200);
  return body as unknown as { locks: LockView[]; next: string | null };
}

/** The lock of an account once it is held by this saga, with so many in line. */
async function lockOf(account: string, saga: string, waiting: number): Promise<LockView> {
  for (;;) {
    const lock = (await locks()).locks.find(({ key }) => key === `account:${account}`);
    if (lock?.saga === saga && lock.waiting === waiting) return lock;
  }
}

/** Answers for the bank, once it is asked: the coordinator has then heard that the lock is granted. */
async function answer(saga: string, outcome: Parameters<RunningApi['reply']>[2]): Promise<void> {
  const isAsked = async () => {
    const { body } = await api.get(`/v1/sagas/${saga}`);
    return (body.steps as { name: string }[]).some(({ name }) => name === 'pay');
  };
  while (!(await isAsked()));
  await api.reply(saga, 'pay', outcome);
}

it('shows which saga holds a key for which step, and who stands in line, until each has ended', async () => {
  await start('first', '7');
  await lockOf('7', 'first', 0);
  await start('second', '7');
  expect(await lockOf('7', 'first', 1)).toEqual({
    ...{ key: 'account:7', saga: 'first', since: expect.stringMatching(/^\d{4}-.*Z$/) },
    steps: [{ step: 'pay.lock', since: expect.stringMatching(/^\d{4}-.*Z$/) }],
    waiting: 1,
    line: [{ saga: 'second', step: 'pay.lock', since: expect.stringMatching(/^\d{4}-.*Z$/) }],
  });

  await answer('first', { result: 'success', output: {} });
  await api.untilState('first', 'completed');
  expect(await lockOf('7', 'second', 0)).toMatchObject({ line: [] });

  await answer('second', REFUSAL);
  await api.untilState('second', 'compensated');
  while ((await locks()).locks.length > 0);
});

it('lists the keys page by page', async () => {
  for (const account of ['b', 'a', 'c']) await start(`page-${account}`, account);
  for (const account of ['a', 'b', 'c']) await lockOf(account, `page-${account}`, 0);
  const first = await locks('?limit=2');
  expect(first).toMatchObject({ locks: [{ key: 'account:a' }, { key: 'account:b' }], next: 'account:b' });
  const second = await locks(`?limit=2&after=${encodeURIComponent(first.next!)}`);
  expect(second).toMatchObject({ locks: [{ key: 'account:c' }], next: null });
});

it.each([
  ['limit', '0'],
  ['limit', 'ten'],
  ['after', ''],
  ['color', 'red'],
])('refuses %s=%j and says how it must be', async (field, value) => {
  const { status, body } = await api.get(`/v1/locks?${field}=${encodeURIComponent(value)}`);
  expect(status).toBe(400);
  expect(body.errors).toEqual([
    { field, message: expect.stringContaining(field), fix: expect.stringContaining(field) },
  ]);
});
