import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { Store } from './store.js';
import { changeBy, start, success } from './testing/saga-fixture.js';
import { save, useStore } from './testing/store-fixture.js';

const refused = (step: string) => ({
  ...({ type: 'reply', step, direction: 'do', attempt: 1, at: Date.now() } as const),
  outcome: { result: 'business', failure: { code: 'refused', message: 'no' } } as const,
});

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));

it('counts the sagas that have not ended, by version and by where they are', async () => {
  await save(
    store,
    changeBy([start('reserving')]),
    changeBy([start('charging'), success('reserve')]),
    changeBy([start('charging-too'), success('reserve')]),
    changeBy([start('undoing'), success('reserve'), refused('charge')]),
    changeBy([start('stuck'), success('reserve'), success('charge'), success('ship'), refused('confirm')]),
    changeBy([start('done'), ...['reserve', 'charge', 'ship', 'confirm'].map((step) => success(step))]),
  );
  await database.pool.query(`UPDATE saga.sagas SET version = 2 WHERE id = 'reserving'`);
  expect(await store.queries.running('order')).toEqual([
    { version: 2, sagas: 1, at: [{ step: 'reserve', direction: 'do', sagas: 1 }] },
    {
      version: 1,
      sagas: 4,
      at: [
        { step: 'charge', direction: 'do', sagas: 2 },
        { step: 'confirm', direction: 'do', sagas: 1 },
        { step: 'reserve', direction: 'undo', sagas: 1 },
      ],
    },
  ]);
  expect(await store.queries.running('unknown')).toEqual([]);
  expect(await store.queries.countRunning()).toEqual(new Map([['order', 5]]));
});

it('counts the elements and rounds of a loop as one place', async () => {
  await save(store, changeBy([start('loop')]));
  await database.pool.query(`
    UPDATE saga.sagas SET version = 3 WHERE id = 'loop';
    INSERT INTO saga.steps SELECT saga_id, 'packages[' || n || '].parts[0].make', position, status, attempt, earlier,
      due_at, input, output, failure, settled_by, unknown, may_have_effect
    FROM saga.steps, generate_series(0, 9) n WHERE saga_id = 'loop'`);
  expect((await store.queries.running('order')).find(({ version }) => version === 3)).toEqual({
    ...{ version: 3, sagas: 1 },
    at: [
      { step: 'packages[].parts[].make', direction: 'do', sagas: 1 },
      { step: 'reserve', direction: 'do', sagas: 1 },
    ],
  });
});
