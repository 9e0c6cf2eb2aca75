import { InvalidDefinition } from '@saga/definition';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { Store } from './store.js';
import { migratedStore, useStore } from './testing/store-fixture.js';

let database: TestDatabase;
let store: Store;

useStore(createTestDatabase, (opened) => ({ database, store } = opened));

const definition = (name: string, command = 'stock.reserve') => ({
  name,
  steps: [{ name: 'only', command, compensate: 'none' }],
});

it('knows a definition again however its fields are ordered', async () => {
  const { steps, name } = definition('same');
  const { createdAt, ...first } = await store.definitions.register({ name, steps });
  expect(first).toEqual({ name, version: 1, definition: { name, steps }, created: true });
  expect(await store.definitions.register({ steps, name })).toEqual({ ...first, createdAt, created: false });
});

it('gives a changed definition the next version, and one that is changed back again one more', async () => {
  const register = async (command: string) =>
    (await store.definitions.register(definition('grown', command))).version;
  expect(await register('stock.reserve')).toBe(1);
  expect(await register('stock.hold')).toBe(2);
  expect(await register('stock.reserve')).toBe(3);
});

it('gives several coordinators that register the same at once one version', async () => {
  const other = await migratedStore(database.url);
  const registrations = await Promise.all(
    [store, other, store, other].map((each) => each.definitions.register(definition('at-once'))),
  );
  await other.close();
  expect(registrations.map(({ version }) => version)).toEqual([1, 1, 1, 1]);
  expect(registrations.filter(({ created }) => created)).toHaveLength(1);
});

it('gives versions without a gap when different ones are registered at once', async () => {
  const registrations = await Promise.all(
    ['a', 'b', 'c'].map((action) => store.definitions.register(definition('racing', `stock.${action}`))),
  );
  expect(registrations.map(({ version }) => version).sort()).toEqual([1, 2, 3]);
});

it('refuses a definition with all its faults, and keeps nothing of it', async () => {
  await expect(store.definitions.register({ name: 'broken', steps: [{ name: 'X' }] })).rejects.toThrow(
    InvalidDefinition,
  );
  expect(await store.definitions.find('broken')).toBeNull();
});

it('plans the version that is asked for', async () => {
  await store.definitions.register(definition('planned', 'stock.reserve'));
  await store.definitions.register(definition('planned', 'stock.hold'));
  const second = await store.definitions.plan('planned', 2);
  expect(second).toMatchObject({ version: 2, flow: [{ action: { command: 'stock.hold' } }] });
  expect(await store.definitions.plan('planned', 1)).toMatchObject({ version: 1 });
  expect(await store.definitions.plan('planned', 3)).toBeNull();
  expect(await store.definitions.plan('unknown', 1)).toBeNull();
});

it('compiles a version once, for transactions too', async () => {
  await store.definitions.register(definition('cached'));
  const first = await store.definitions.plan('cached', 1);
  expect(await store.definitions.plan('cached', 1)).toBe(first);
  expect(await store.transaction((tx) => tx.definitions.plan('cached', 1))).toBe(first);
});

it('lists the latest version of each', async () => {
  await store.definitions.register(definition('listed', 'stock.reserve'));
  await store.definitions.register(definition('listed', 'stock.hold'));
  const listed = (await store.definitions.latest()).filter(({ name }) => name === 'listed');
  expect(listed).toEqual([await store.definitions.find('listed', 2)]);
});

it('lists all versions of one, the latest first', async () => {
  const first = await store.definitions.register(definition('several', 'stock.reserve'));
  const second = await store.definitions.register(definition('several', 'stock.hold'));
  expect(await store.definitions.versions('several')).toEqual([
    { version: 2, createdAt: second.createdAt },
    { version: 1, createdAt: first.createdAt },
  ]);
  expect(await store.definitions.versions('unknown')).toEqual([]);
});

it('tells since when a definition waits for events, in whichever version it first did', async () => {
  const startOn = [{ event: 'order.placed', topic: 'orders', key: 'event.id' }];
  const paid = { event: 'order.paid', topic: 'orders', key: 'event.id' };
  await store.definitions.register(definition('waiting'));
  const second = await store.definitions.register({ ...definition('waiting'), startOn });
  const third = await store.definitions.register({ ...definition('waiting'), startOn: [...startOn, paid] });
  const ages = (await store.definitions.triggerAges()).filter(({ name }) => name === 'waiting');
  expect(ages.map(({ event, since }) => [event, since]).sort()).toEqual([
    ['order.paid', third.createdAt],
    ['order.placed', second.createdAt],
  ]);
});
