import { createTestDatabase } from '@saga/dev-stack';
import { MigratingSagas, REFUSAL, step, SUCCESS } from '../testing/migrating-sagas.js';
import { type RunningApi, useApi } from '../testing/running-api.js';

let api: RunningApi;
let sagas: MigratingSagas;

useApi(createTestDatabase, (opened) => ({ api } = opened));
beforeAll(async () => {
  sagas = new MigratingSagas(api);
});

describe('all running sagas of a version', () => {
  const ids = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}-${i}`);

  it('are migrated, those that can be, and the reasons of the others are counted', async () => {
    const versions = [
      [step('a'), step('b')],
      [step('a'), step('x'), step('b')],
    ];
    await sagas.start('bulk', versions, ...ids('bulk', 5));
    for (const id of ['bulk-1', 'bulk-3']) {
      await api.reply(id, 'a', SUCCESS);
      await api.untilStep(id, 'b', 'waiting');
    }
    await api.reply('bulk-4', 'a', REFUSAL);
    await api.untilState('bulk-4', 'compensated');
    const refusals = [
      {
        path: 'b',
        message: 'has begun, and "x" has not begun, which comes before it in version 2',
        ...{ fix: expect.any(String), sagas: 2, examples: ['bulk-1', 'bulk-3'] },
      },
    ];
    const report = { sagas: 4, examined: 4, migrated: 2, refusals, problems: [] };
    const names = { name: 'bulk', fromVersion: 1, toVersion: 2 };
    expect((await sagas.migrateAll('bulk', { dryRun: true })).body).toEqual({
      ...names,
      dryRun: true,
      ...report,
    });
    expect((await api.get('/v1/sagas/bulk-0')).body.version).toBe(1);
    expect((await sagas.migrateAll('bulk')).body).toEqual({ ...names, dryRun: false, ...report });
    const { body } = await api.get('/v1/definitions/bulk/versions');
    expect(body).toMatchObject({
      versions: [{ version: 2, running: { sagas: 2 } }, { running: { sagas: 2 } }],
    });
    expect((await sagas.migrateAll('bulk')).body).toMatchObject({ sagas: 2, migrated: 0 });
  });

  it('are migrated while they run, and none of them is lost or stuck', async () => {
    const versions = [
      [step('a'), step('b')],
      [step('first', 'a'), step('b'), step('c')],
    ];
    const all = ids('busy', 120);
    await sagas.start('busy', versions, ...all);
    const running = all.map(async (id) => {
      await api.reply(id, 'a', SUCCESS);
      await api.untilStep(id, 'b', 'waiting');
      await api.reply(id, 'b', SUCCESS);
    });
    const { body } = await sagas.migrateAll('busy', { steps: { a: 'first' } });
    await Promise.all(running);
    expect(body).toMatchObject({ sagas: 120, migrated: expect.any(Number) });
    const versionsRun = new Set<number>();
    for (const id of all) {
      const { version } = (await api.get(`/v1/sagas/${id}`)).body;
      versionsRun.add(version);
      if (version === 2) {
        await api.untilStep(id, 'c', 'waiting');
        await api.reply(id, 'c', SUCCESS);
      }
      await api.untilState(id, 'completed');
    }
    expect(versionsRun).toContain(2);
  }, 120_000);
});

it('tells in what two versions differ, and how many sagas could go on by the other', async () => {
  await sagas.start(
    'differing',
    [
      [step('a'), step('b')],
      [step('a'), step('x'), step('b', 'other')],
    ],
    'd-1',
    'd-2',
  );
  await api.reply('d-2', 'a', SUCCESS);
  await api.untilStep('d-2', 'b', 'waiting');
  const { body } = await api.get('/v1/definitions/differing/diff?from=1&to=2');
  expect(body).toMatchObject({
    ...{ name: 'differing', from: 1, to: 2 },
    differences: [
      { change: 'added', step: 'x', place: 'after a' },
      { change: 'changed', step: 'b', field: 'command', from: 'any.b', to: 'any.other' },
      { change: 'changed', step: 'b', field: 'compensate' },
    ],
    running: { sagas: 2, examined: 2, migrated: 1, refusals: [{ path: 'b', sagas: 1 }, { path: 'b' }] },
  });
  expect((await api.get('/v1/definitions/differing/diff?from=1')).status).toBe(400);
  expect((await api.get('/v1/definitions/differing/diff?from=1&to=7')).status).toBe(422);
});

it('simulates a definition that is not registered on the sagas of all versions', async () => {
  await sagas.start('foreseen', [[step('a')], [step('a'), step('b')]], 'f-1');
  await api.post('/v1/sagas', { definition: 'foreseen', id: 'f-2', input: {} });
  const definition = {
    name: 'foreseen',
    steps: [step('a'), { ...step('z'), input: { x: '${ input.missing }' } }],
  };
  const { body } = await api.post('/v1/definitions/foreseen/simulations', { definition });
  const problems = [{ message: expect.stringContaining('input.missing'), sagas: 1 }];
  expect(body).toMatchObject({
    name: 'foreseen',
    versions: [
      { fromVersion: 2, sagas: 1, migrated: 1, problems },
      { fromVersion: 1, sagas: 1, migrated: 1, problems },
    ],
  });
  expect((await api.get('/v1/definitions/foreseen')).body.version).toBe(2);
  expect(
    await api.post('/v1/definitions/foreseen/simulations', { definition: { name: 'foreseen' } }),
  ).toMatchObject({
    status: 422,
    body: { code: 'invalid-definition' },
  });
});
