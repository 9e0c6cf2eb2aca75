import { createTestDatabase } from '@saga/dev-stack';
import { FenceConflict } from './errors.js';
import type { Store } from './store.js';
import { changeBy, start, success } from './testing/saga-fixture.js';
import { save, useStore } from './testing/store-fixture.js';

let store: Store;

useStore(createTestDatabase, (opened) => ({ store } = opened));

/** Holds the first two who come until both are there; lets later ones pass. */
function meetingOfTwo(): () => Promise<void> {
  let come = 0;
  let open = () => {};
  const both = new Promise<void>((resolve) => (open = resolve));
  return async () => {
    if (++come === 2) open();
    await both;
  };
}

const load = async (id: string) => (await store.queries.find(id))!;

it('names the saga that another coordinator has moved since it was loaded', async () => {
  await save(store, changeBy([start('moved')]), changeBy([start('at-rest')]));
  const [moved, atRest] = [await load('moved'), await load('at-rest')];
  await save(store, changeBy([success('reserve')], { before: moved }));
  let attempts = 0;
  const late = store.transaction(async (tx) => {
    attempts++;
    await tx.save([
      changeBy([success('reserve')], { before: moved }),
      changeBy([success('reserve')], { before: atRest }),
    ]);
  });
  await expect(late).rejects.toEqual(new FenceConflict(['moved']));
  expect(attempts).toBe(10);
  expect(await load('at-rest')).toEqual(atRest);
});

it('lets one of two coordinators win, and the other do its work again on what the first has left', async () => {
  await save(store, changeBy([start('contended')]));
  const revisions: number[] = [];
  const bothHaveRead = meetingOfTwo();
  const answer = () =>
    store.transaction(async (tx) => {
      const before = (await tx.load(['contended'])).get('contended')!;
      revisions.push(before.state.revision);
      await bothHaveRead();
      const change = changeBy([success('reserve')], { before });
      if (change.events.length > 0) await tx.save([change]);
    });
  await Promise.all([answer(), answer()]);
  const { state } = await load('contended');
  expect(revisions).toEqual([2, 2, state.revision]);
  expect(state.steps.get('charge')?.action.status).toBe('waiting');
});

it('starts a saga once that two coordinators start at once', async () => {
  const bothHaveLooked = meetingOfTwo();
  const starting = (input: { by: string }) =>
    store.transaction(async (tx) => {
      if ((await tx.load(['twin'])).has('twin')) return 'was there';
      await bothHaveLooked();
      await tx.save([changeBy([start('twin', { input })])]);
      return 'started';
    });
  const outcomes = await Promise.all([starting({ by: 'a' }), starting({ by: 'b' })]);
  expect(outcomes.sort()).toEqual(['started', 'was there']);
  expect(await store.queries.history('twin')).toHaveLength(2);
});

it('does the work again that Postgres has ended because of a deadlock', async () => {
  await save(store, changeBy([start('left')]), changeBy([start('right')]));
  const eachHasOne = meetingOfTwo();
  const moveBoth = (first: string, second: string) =>
    store.transaction(async (tx) => {
      const sagas = await tx.load([first, second]);
      const move = (id: string) => tx.save([changeBy([success('reserve')], { before: sagas.get(id)! })]);
      if (sagas.get(first)!.state.steps.get('charge')) return 'was done';
      await move(first);
      await eachHasOne();
      await move(second);
      return 'done';
    });
  const outcomes = await Promise.all([moveBoth('left', 'right'), moveBoth('right', 'left')]);
  expect(outcomes.sort()).toEqual(['done', 'was done']);
});
