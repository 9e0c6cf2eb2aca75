import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { Store } from './store.js';
import { changeBy, start, success } from './testing/saga-fixture.js';
import { save, useStore } from './testing/store-fixture.js';

/** The first step of the sagas is overdue 30 s after their start. */
const BEGIN = 1_764_000_000_000;
const DUE = BEGIN + 30_000;

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));
beforeEach(() => database.pool.query('TRUNCATE saga.sagas, saga.steps, saga.compensations, saga.history'));

const begin = (id: string, later = 0) => save(store, changeBy([start(id, { at: BEGIN + later })]));
const takeDue = (at: number, limit = 10) => store.transaction((tx) => tx.takeDue(at, limit));

it('takes sagas when they are due and not before, the most overdue first', async () => {
  await begin('second', 1);
  await begin('first');
  expect(await takeDue(DUE - 1)).toEqual([]);
  expect(await takeDue(DUE)).toEqual(['first']);
  expect(await takeDue(DUE + 1)).toEqual(['first', 'second']);
  expect(await takeDue(DUE + 1, 1)).toEqual(['first']);
});

it('leaves out what another coordinator is waking', async () => {
  await begin('a');
  await begin('b', 1);
  await store.transaction(async (tx) => {
    expect(await tx.takeDue(DUE + 1, 1)).toEqual(['a']);
    expect(await takeDue(DUE + 1)).toEqual(['b']);
  });
});

it('sets the alarm anew of a saga that was woken too early', async () => {
  await begin('early');
  await store.transaction((tx) => tx.postpone([{ id: 'early', wakeAt: DUE + 500 }]));
  expect(await takeDue(DUE + 499)).toEqual([]);
  expect(await takeDue(DUE + 500)).toEqual(['early']);
  expect((await store.queries.find('early'))!.state.revision).toBe(2);
});

it('never wakes a saga that has nothing to wait for', async () => {
  await begin('done');
  for (const step of ['reserve', 'charge', 'ship', 'confirm']) {
    const before = await store.queries.find('done');
    await save(store, changeBy([success(step, { at: BEGIN })], { before }));
  }
  expect((await store.queries.find('done'))!.wakeAt).toBeNull();
  expect(await takeDue(BEGIN + 1e12)).toEqual([]);
});

it('shows every alarm in saga.timers', async () => {
  await begin('shown');
  const { rows } = await database.pool.query('SELECT * FROM saga.timers');
  expect(rows).toEqual([{ saga_id: 'shown', due_at: new Date(DUE) }]);
});
