import { createTestDatabase } from '@saga/dev-stack';
import type { SagaFilter } from './saga-queries.js';
import type { Store } from './store.js';
import { changeBy, start, success } from './testing/saga-fixture.js';
import { save, useStore } from './testing/store-fixture.js';

const BEGIN = 1_764_000_000_000;
const STEPS = ['reserve', 'charge', 'ship', 'confirm'];

let store: Store;

useStore(createTestDatabase, (opened) => ({ store } = opened));

/** Seven sagas, two of which began at the same instant; the last two are completed. */
beforeAll(async () => {
  const changes = [0, 1, 2, 2, 3, 4, 5].map((second, i) => {
    const at = BEGIN + second * 1_000;
    const replies = i < 5 ? [] : STEPS.map((step) => success(step, { at }));
    return changeBy([start(`saga-${i}`, { at }), ...replies]);
  });
  await save(store, ...changes);
});

const ids = async (filter: Partial<SagaFilter>) =>
  (await store.queries.list({ limit: 10, ...filter })).map(({ id }) => id);

it('lists sagas, the youngest first', async () => {
  expect(await ids({})).toEqual(['saga-6', 'saga-5', 'saga-4', 'saga-3', 'saga-2', 'saga-1', 'saga-0']);
  expect((await store.queries.list({ limit: 1 }))[0]).toEqual({
    ...{ id: 'saga-6', definition: 'order', version: 1, status: 'completed' },
    startedAt: new Date(BEGIN + 5_000),
    updatedAt: new Date(BEGIN + 5_000),
  });
});

it.each([1, 2, 3, 7])('gives each saga once in pages of %i, also those of one instant', async (limit) => {
  const seen: string[] = [];
  let after: SagaFilter['after'];
  for (;;) {
    const page = await store.queries.list({ limit, after });
    if (page.length === 0) break;
    expect(page.length).toBeLessThanOrEqual(limit);
    seen.push(...page.map(({ id }) => id));
    after = page.at(-1);
  }
  expect(seen).toEqual(await ids({}));
});

it('filters by state and by definition', async () => {
  expect(await ids({ status: 'completed' })).toEqual(['saga-6', 'saga-5']);
  expect(await ids({ status: 'running', limit: 1 })).toEqual(['saga-4']);
  expect(await ids({ definition: 'order', status: 'completed', limit: 1 })).toEqual(['saga-6']);
  expect(await ids({ definition: 'other' })).toEqual([]);
});

it('counts the sagas of each state that there is', async () => {
  expect(await store.queries.countByStatus()).toEqual({ running: 5, completed: 2 });
});

it('finds nothing of a saga that nobody started', async () => {
  expect(await store.queries.find('nobody')).toBeNull();
  expect(await store.queries.history('nobody')).toEqual([]);
});
