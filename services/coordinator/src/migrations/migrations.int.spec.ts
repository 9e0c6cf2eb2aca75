import { createTestDatabase } from '@saga/dev-stack';
import { MigratingSagas, REFUSAL, step, SUCCESS, WHY } from '../testing/migrating-sagas.js';
import { type RunningApi, useApi } from '../testing/running-api.js';

let api: RunningApi;
let sagas: MigratingSagas;

useApi(createTestDatabase, (opened) => ({ api } = opened));
beforeAll(async () => {
  sagas = new MigratingSagas(api);
});

describe('a saga that is migrated', () => {
  it('goes on by the other version to its end, and its history tells who moved it', async () => {
    await sagas.start(
      'trip',
      [
        [step('a'), step('b')],
        [step('a'), step('b'), step('c')],
      ],
      'trip-1',
    );
    await api.reply('trip-1', 'a', SUCCESS);
    await api.untilStep('trip-1', 'b', 'waiting');
    const { status, body } = await sagas.migrate('trip-1');
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { id: 'trip-1', version: 2, state: 'running' },
    });
    await api.reply('trip-1', 'b', SUCCESS);
    await api.untilStep('trip-1', 'c', 'waiting');
    await api.reply('trip-1', 'c', SUCCESS);
    const { history } = await api.untilState('trip-1', 'completed');
    expect(history).toContainEqual({
      ...{ seq: expect.any(Number), at: expect.any(String), type: 'saga-migrated' },
      ...{ fromVersion: 1, toVersion: 2, steps: {}, ...WHY },
    });
  });

  it('takes the replies to steps that it calls otherwise, and undoes them under the name that participants know', async () => {
    await sagas.start(
      'renaming',
      [
        [step('a'), step('b')],
        [step('first', 'a'), step('second', 'b')],
      ],
      'renaming-1',
    );
    await api.reply('renaming-1', 'a', SUCCESS);
    await api.untilStep('renaming-1', 'b', 'waiting');
    await sagas.migrate('renaming-1', { steps: { a: 'first', b: 'second' } });
    await api.reply('renaming-1', 'b', REFUSAL);
    await api.untilCompensation('renaming-1', 'first', 'waiting');
    await api.reply('renaming-1', 'a', SUCCESS, 'undo');
    await api.untilState('renaming-1', 'compensated');
  });

  it('begins at once what has its turn, beside steps that have other names', async () => {
    const both = (left: object[], right: string) => [
      { name: 'both', parallel: { branches: { left, right: [step(right, 'b')] } } },
      step('last'),
    ];
    await sagas.start(
      'at-once',
      [both([step('a')], 'b'), both([step('first', 'a'), step('x')], 'second')],
      'at-once-1',
    );
    await api.reply('at-once-1', 'a', SUCCESS);
    await api.untilStep('at-once-1', 'a', 'succeeded');
    const { body } = await sagas.migrate('at-once-1', { steps: { a: 'first', b: 'second' } });
    expect(body.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'first succeeded',
      'second waiting',
      'x waiting',
    ]);
  });

  it('waits for the same event, and the same answer of a person, under their new names', async () => {
    const waits = (paid: string, agreed: string) => [
      { name: paid, event: { type: 'paid', topic: 'payments', key: "'k1'", match: 'event.data.key' } },
      { name: agreed, approval: { question: { sure: true } } },
    ];
    await sagas.start(
      'waiting',
      [waits('paid', 'agreed'), waits('money', 'consent')],
      'waiting-1',
      'waiting-2',
    );
    await sagas.migrate('waiting-1', { steps: { paid: 'money' } });
    await api.event('payments', 'paid', { key: 'k1' });
    await api.untilStep('waiting-1', 'consent', 'waiting');
    await api.untilStep('waiting-2', 'agreed', 'waiting');
    await sagas.migrate('waiting-2', { steps: { paid: 'money', agreed: 'consent' } });
    const { body } = await api.get('/v1/approvals');
    expect(body.approvals.map(({ saga, step }) => `${saga} ${step}`)).toEqual([
      'waiting-1 consent',
      'waiting-2 consent',
    ]);
    for (const id of ['waiting-1', 'waiting-2']) {
      await api.post(`/v1/sagas/${id}/approve`, { by: 'ann', comment: 'sure' });
      await api.untilState(id, 'completed');
    }
  });

  it('hears from the sagas that do its steps, and undoes them, whatever it calls these steps', async () => {
    await sagas.start('child', [[step('work')]]);
    const parent = (pay: string) => [{ name: pay, saga: 'child' }, step('after')];
    await sagas.start('parent', [parent('pay'), parent('payout')], 'parent-1');
    await sagas.migrate('parent-1', { steps: { pay: 'payout' } });
    await api.untilState('parent-1/pay', 'running');
    expect((await api.get('/v1/sagas/parent-1')).body).toMatchObject({
      children: [{ id: 'parent-1/pay', step: 'payout' }],
      addresses: { payout: 'pay' },
    });
    await api.reply('parent-1/pay', 'work', SUCCESS);
    await api.untilStep('parent-1', 'after', 'waiting');
    await api.reply('parent-1', 'after', REFUSAL);
    await api.untilCompensation('parent-1/pay', 'work', 'waiting');
    await api.reply('parent-1/pay', 'work', SUCCESS, 'undo');
    await api.untilState('parent-1', 'compensated');
  });
});

describe('a migration that would break the history', () => {
  it('is refused with every reason, and changes nothing', async () => {
    await sagas.start(
      'broken',
      [
        [step('a'), step('b')],
        [step('x'), step('b', 'other')],
      ],
      'broken-1',
    );
    await api.reply('broken-1', 'a', SUCCESS);
    const before = await api.untilStep('broken-1', 'b', 'waiting');
    const { status, body } = await sagas.migrate('broken-1');
    expect({ status, body }).toMatchObject({
      status: 409,
      body: {
        code: 'migration-refused',
        errors: [
          { field: 'a', message: 'has begun, and version 2 has no "a"', fix: expect.any(String) },
          { field: 'b', message: 'has been sent as any.b, which is any.other in version 2' },
          { field: 'b', message: 'is undone by any.un-b, and in version 2 by any.un-other' },
        ],
      },
    });
    expect((await api.get('/v1/sagas/broken-1')).body).toMatchObject({ version: 1, history: before.history });
    expect((await sagas.migrate('broken-1', { dryRun: true })).status).toBe(409);
  });

  it('is one to what is not there', async () => {
    await sagas.start('there', [[step('a')]], 'there-1');
    expect(await sagas.migrate('nobody')).toMatchObject({ status: 404, body: { code: 'unknown-saga' } });
    expect(await sagas.migrate('there-1')).toMatchObject({
      status: 422,
      body: { code: 'unknown-version', errors: [{ field: 'toVersion', fix: 'its versions: 1' }] },
    });
    expect(await sagas.migrateAll('nothing')).toMatchObject({
      status: 404,
      body: { code: 'unknown-definition' },
    });
  });

  it.each([
    ['steps', { steps: { a: 1 } }],
    ['steps', { steps: ['a'] }],
    ['toVersion', { toVersion: 'two' }],
    ['dryRun', { dryRun: 'yes' }],
    ['reason', { reason: '' }],
  ])('names %s in %j as wrong', async (field, order) => {
    expect(await sagas.migrate('there-1', order)).toMatchObject({
      status: 400,
      body: { errors: [{ field }] },
    });
  });
});

it('tells in a dry run what would come of it, and writes nothing', async () => {
  await sagas.start(
    'dry',
    [
      [step('a'), step('b')],
      [step('a'), step('b'), step('c')],
    ],
    'dry-1',
  );
  await api.reply('dry-1', 'a', SUCCESS);
  await api.untilStep('dry-1', 'b', 'waiting');
  const { status, body } = await sagas.migrate('dry-1', { dryRun: true });
  expect({ status, body }).toEqual({
    status: 200,
    body: {
      ...{ dryRun: true, ends: 'completed', remaining: ['b', 'c'], problems: [] },
      ifRefused: [
        { step: 'b', ends: 'compensated' },
        { step: 'c', ends: 'compensated' },
      ],
    },
  });
  expect((await api.get('/v1/sagas/dry-1')).body).toMatchObject({ version: 1 });
});
