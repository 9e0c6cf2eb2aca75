import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { compile } from '@saga/definition';
import { evolve, migrate, type Names, nextWake, type SagaEvent, type SagaState } from '@saga/engine';
import type { SagaChange, SagaRecord } from './saga-record.js';
import type { Store } from './store.js';
import { changeBy, ORDER, orderPlan, plain, start, success } from './testing/saga-fixture.js';
import { save, useStore } from './testing/store-fixture.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));

/** Version 2 of the order, in which steps are called otherwise. */
function renamedPlan(names: Names) {
  const steps = ORDER.steps.map((step) => ({ ...step, name: names[step.name] ?? step.name }));
  const text = JSON.stringify({ ...ORDER, steps }).replaceAll(
    'steps.reserve',
    `steps.${names.reserve ?? 'reserve'}`,
  );
  return compile(JSON.parse(text), 2);
}

function migration(before: SagaRecord, names: Names): SagaChange {
  const order = { steps: names, by: 'ann', reason: 'as agreed', at: Date.now() };
  const decision = migrate(orderPlan, renamedPlan(names), before.state, order);
  if ('refusals' in decision) throw new Error(decision.refusals.map(({ message }) => message).join('\n'));
  const { state, events } = decision;
  return {
    before,
    after: { state, trace: before.trace, wakeAt: nextWake(state) },
    events,
    compensations: [],
  };
}

async function started(id: string): Promise<SagaRecord> {
  const change = changeBy([start(id), success('reserve')]);
  await save(store, change);
  return change.after;
}

const reread = async (id: string) => plain((await store.queries.find(id))!);
const rows = async (table: string, column: string, id: string) => {
  const sql = `SELECT ${column} AS name FROM saga.${table} WHERE saga_id = $1 ORDER BY 1`;
  return (await database.pool.query<{ name: string }>(sql, [id])).rows.map(({ name }) => name);
};

it('calls the steps of a saga that migrates as its new version does, and knows its old names', async () => {
  const moved = migration(await started('renamed'), { reserve: 'hold', charge: 'pay' });
  await save(store, moved);
  expect(await reread('renamed')).toEqual(plain(moved.after));
  expect(moved.after.state).toMatchObject({ version: 2, addresses: { hold: 'reserve', pay: 'charge' } });
  expect(await rows('steps', 'path', 'renamed')).toEqual(['hold', 'pay']);
  expect(await rows('compensations', 'path', 'renamed')).toEqual(['hold', 'pay']);
});

it('lets two steps swap their names', async () => {
  const moved = migration(await started('swapped'), { reserve: 'charge', charge: 'reserve' });
  await save(store, moved);
  expect(await reread('swapped')).toEqual(plain(moved.after));
});

it('takes what the saga waits for and asks along', async () => {
  const before = await started('waiting');
  await store.transaction(async (tx) => {
    await tx.saveAwaited([
      { sagaId: 'waiting', step: 'charge', awaited: { topic: 't', event: 'e', key: 'k' } },
    ]);
    await tx.saveApprovals([{ sagaId: 'waiting', step: 'charge', since: Date.now() }]);
  });
  await save(store, migration(before, { charge: 'pay' }));
  expect(await rows('awaited_events', 'step', 'waiting')).toEqual(['pay']);
  expect(await rows('open_approvals', 'step', 'waiting')).toEqual(['pay']);
});

it('leaves other sagas alone', async () => {
  await started('other');
  await save(store, migration(await started('one'), { reserve: 'hold' }));
  expect(await rows('steps', 'path', 'other')).toEqual(['charge', 'reserve']);
});

it('keeps the history as it was, folded over both versions', async () => {
  await save(store, migration(await started('told'), { reserve: 'hold' }));
  const history = (await store.queries.histories(['told', 'nobody'])).get('told')!;
  expect(history.map(({ type }) => type)).toEqual([
    ...['saga-started', 'step-commanded', 'step-succeeded', 'step-commanded', 'saga-migrated'],
  ]);
  const folded = history.reduce<SagaState | null>((state, event: SagaEvent) => evolve(state, event), null);
  expect({ ...folded, steps: [...folded!.steps] }).toEqual((await reread('told')).state);
});

it('goes on writing under the new names', async () => {
  await save(store, migration(await started('on'), { charge: 'pay' }));
  const before = (await store.queries.find('on'))!;
  const plan = renamedPlan({ charge: 'pay' });
  const change = changeBy([success('charge')], { before, plan });
  await save(store, change);
  expect(await reread('on')).toEqual(plain(change.after));
  expect(await rows('steps', 'path', 'on')).toEqual(['pay', 'reserve', 'ship']);
});
