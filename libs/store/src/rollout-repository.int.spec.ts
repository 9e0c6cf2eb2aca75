import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { RolloutRefused } from './rollout-repository.js';
import type { Store } from './store.js';
import { useStore } from './testing/store-fixture.js';

const ANN = { by: 'ann', reason: 'the carrier is down' };

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));

/** Registers so many versions of a definition. */
async function registered(name: string, versions = 3): Promise<string> {
  for (let i = 1; i <= versions; i++) {
    const steps = [{ name: 'only', command: `stock.reserve-${i}`, compensate: 'none' }];
    await store.definitions.register({ name, steps });
  }
  return name;
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => {
      expect(error).toBeInstanceOf(RolloutRefused);
      return error as RolloutRefused;
    },
  );

it('starts the latest version of a definition that nobody has decided about', async () => {
  const name = await registered('untouched');
  const rollout = { name, latest: 3, stable: null, canary: null, active: true };
  expect(await store.rollouts.find(name)).toEqual(rollout);
  expect(await store.transaction((tx) => tx.rollouts.find(name))).toEqual(rollout);
  expect(await store.rollouts.all()).toContainEqual(rollout);
  expect(await store.rollouts.find('unknown')).toBeNull();
});

it('deactivates and activates, and leaves the versions alone meanwhile', async () => {
  const name = await registered('paused');
  await store.rollouts.rollBack(name, 2, ANN);
  expect(await store.rollouts.deactivate(name, ANN)).toMatchObject({ active: false, stable: 2 });
  expect(await store.rollouts.find(name)).toMatchObject({ active: false, stable: 2 });
  expect(await store.rollouts.activate(name, ANN)).toMatchObject({ active: true, stable: 2 });
});

it('stays with the version that it was rolled back to, whatever is registered, until it is let go', async () => {
  const name = await registered('pinned', 2);
  await store.rollouts.rollBack(name, 1, ANN);
  await registered(name, 4);
  expect(await store.rollouts.find(name)).toMatchObject({ stable: 1, latest: 6 });
  expect(await store.rollouts.rollBack(name, null, ANN)).toMatchObject({ stable: null });
});

it('ends a canary at zero percent, and when it rolls back', async () => {
  const name = await registered('tried');
  const canary = { version: 3, percent: 10 };
  await store.rollouts.rollBack(name, 2, ANN);
  expect(await store.rollouts.canary(name, 3, 10, ANN)).toMatchObject({ stable: 2, canary });
  expect(await store.rollouts.find(name)).toMatchObject({ canary });
  expect(await store.rollouts.canary(name, 3, 0, ANN)).toMatchObject({ canary: null });
  await store.rollouts.canary(name, 3, 10, ANN);
  expect(await store.rollouts.rollBack(name, 1, ANN)).toMatchObject({ stable: 1, canary: null });
});

it('refuses versions that are not there, and a canary of what all sagas start with', async () => {
  const name = await registered('refused');
  expect(await refusalOf(store.rollouts.rollBack(name, 4, ANN))).toMatchObject({
    ...{ code: 'unknown-version', field: 'version' },
    message: 'there is no version 4 of "refused"',
    fix: 'choose one of the versions 1 to 3',
  });
  expect(await refusalOf(store.rollouts.canary(name, 4, 10, ANN))).toMatchObject({ code: 'unknown-version' });
  expect(await refusalOf(store.rollouts.canary(name, 3, 10, ANN))).toMatchObject({
    code: 'canary-is-stable',
    fix: expect.stringContaining('roll back'),
  });
  expect(await refusalOf(store.rollouts.deactivate('unknown', ANN))).toMatchObject({
    ...{ code: 'unknown-definition', field: 'name' },
  });
  expect(await store.rollouts.history(name, 10)).toEqual([]);
});

it('keeps every decision, the latest first, and lets nobody rewrite them', async () => {
  const name = await registered('recorded');
  await store.rollouts.rollBack(name, 2, ANN);
  await store.rollouts.canary(name, 3, 10, { by: 'bob', reason: 'a try' });
  await store.rollouts.deactivate(name, ANN);
  const canary = { version: 3, percent: 10 };
  const at = expect.any(Date);
  expect(await store.rollouts.history(name, 2)).toEqual([
    { act: 'deactivate', at, ...ANN, stable: 2, canary, active: false },
    { act: 'canary', at, by: 'bob', reason: 'a try', stable: 2, canary, active: true },
  ]);
  for (const sql of ['UPDATE saga.rollout_history SET reason = $$none$$', 'DELETE FROM saga.rollout_history'])
    await expect(database.pool.query(sql)).rejects.toThrow('saga.rollout_history is append only');
});

it('lets several decide at once, one after the other', async () => {
  const name = await registered('at-once');
  await Promise.all([
    store.rollouts.deactivate(name, ANN),
    store.rollouts.rollBack(name, 2, ANN),
    store.rollouts.canary(name, 1, 5, ANN),
  ]);
  const [last] = await store.rollouts.history(name, 1);
  const { stable, canary, active } = (await store.rollouts.find(name))!;
  expect({ stable, canary, active }).toEqual({
    ...{ stable: last!.stable, canary: last!.canary, active: last!.active },
  });
  expect({ stable, active }).toEqual({ stable: 2, active: false });
});
