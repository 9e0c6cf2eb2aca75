import { createTestDatabase } from '@saga/dev-stack';
import type { Store } from './store.js';
import { changeBy, ORDER, start, success } from './testing/saga-fixture.js';
import { save, useStore } from './testing/store-fixture.js';

let store: Store;

useStore(createTestDatabase, (opened) => ({ store } = opened));

const paid = (topic: string) => ({
  name: 'paid',
  event: { type: 'payment.received', topic, key: 'input.id', match: 'event.data.order' },
});
const register = (name: string, ...steps: object[]) => store.definitions.register({ name, steps });
const waiting = async (name: string) =>
  (await store.definitions.waiting())
    .filter((plan) => plan.name === name)
    .map(({ version, waits }) => `${version} on ${waits.map(({ topic }) => topic).join()}`);

it('are those with a step that waits for an event, however deep it lies', async () => {
  await register('plain', { name: 'reserve', command: 'stock.reserve', compensate: 'none' });
  const loop = { repeat: { until: 'true', atMost: 2, steps: [paid('payments')] } };
  await register('deep', { name: 'all', each: { in: 'input.items', steps: [{ name: 'loop', ...loop }] } });
  expect(await waiting('plain')).toEqual([]);
  expect(await waiting('deep')).toEqual(['1 on payments']);
});

it('are of the versions that new sagas start with', async () => {
  for (const topic of ['first', 'second', 'third']) await register('rolled', paid(topic));
  expect(await waiting('rolled')).toEqual(['3 on third']);
  const decision = { by: 'ann', reason: 'to see' };
  await store.rollouts.rollBack('rolled', 1, decision);
  await store.rollouts.canary('rolled', 2, 10, decision);
  expect(await waiting('rolled')).toEqual(['1 on first', '2 on second']);
});

it('are of older versions, too, for as long as a saga of theirs runs', async () => {
  await register(ORDER.name, paid('before'));
  await register(ORDER.name, paid('after'));
  await save(store, changeBy([start('running')]));
  expect(await waiting(ORDER.name)).toEqual(['1 on before', '2 on after']);
  const before = await store.queries.find('running');
  const rest = ['reserve', 'charge', 'ship', 'confirm'].map((step) => success(step));
  await save(store, changeBy(rest, { before }));
  expect(await waiting(ORDER.name)).toEqual(['2 on after']);
});

it('wait since a version of theirs first waited for such an event on the topic', async () => {
  const { createdAt } = await register('aged', paid('payments'));
  await register('aged', paid('payments'), { ...paid('ledger'), name: 'booked' });
  const ages = (await store.definitions.waitAges()).filter(({ name }) => name === 'aged');
  expect(ages).toContainEqual({
    name: 'aged',
    topic: 'payments',
    event: 'payment.received',
    since: createdAt,
  });
  expect(ages.map(({ topic }) => topic).sort()).toEqual(['ledger', 'payments']);
});

it('are no different from those with clocks that may stop, which are found the same way', async () => {
  const charge = { name: 'charge', command: 'payments.charge', compensate: 'none' };
  await register('ticking', { ...charge, clock: 'always' });
  const stopping = { ...charge, clock: 'while-consuming' };
  await register('stopping', { name: 'each', each: { in: 'input.cards', steps: [stopping] } });
  const plans = await store.definitions.withStoppingClocks();
  expect(plans.map(({ name }) => name)).toEqual(['stopping']);
});
