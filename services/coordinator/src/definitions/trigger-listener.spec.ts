import { type Bus, createInMemoryBus } from '@saga/bus';
import { createCodec } from '@saga/contracts';
import { compile, type Plan } from '@saga/definition';
import type { Store } from '@saga/store';
import { TriggerListener } from './trigger-listener.js';
import { TriggerTable } from './trigger-table.js';
import { WaitTable } from './wait-table.js';

function planOn(topic: string): Plan {
  const startOn = [{ event: 'order.placed', topic, key: 'event.id' }];
  return compile({ name: topic, startOn, steps: [{ name: 'a', command: 'a.b', compensate: 'none' }] }, 1);
}

/** A listener to the triggers of `plans`, which notes what it subscribes to. */
function listenTo(plans: Plan[], { isActive = true, observed = [] as string[] } = {}) {
  const subscribed: string[][] = [];
  const inMemory = createInMemoryBus();
  const bus: Bus = Object.assign(Object.create(inMemory) as Bus, {
    consume: (options: Parameters<Bus['consume']>[0]) => {
      subscribed.push(options.topics);
      return inMemory.consume(options);
    },
  });
  const definitions = {
    triggerAges: async () => [],
    waiting: async () => plans.filter(({ waits }) => waits.length > 0),
    waitAges: async () => [],
    plan: async (name: string) => plans.find((plan) => plan.name === name) ?? null,
  };
  const rollouts = {
    all: async () =>
      plans.map(({ name }) => ({ name, latest: 1, stable: null, canary: null, active: isActive })),
  };
  const codec = createCodec({ source: 'spec' });
  const tables = [new TriggerTable(codec), new WaitTable(codec)] as const;
  const store = { definitions, rollouts } as unknown as Store;
  const listener = new TriggerListener(bus, store, ...tables, 'triggers', async () => undefined, observed);
  return { subscribed, listener };
}

it('subscribes once, however many refreshes come at once', async () => {
  const { listener, subscribed } = listenTo([planOn('orders')]);
  await Promise.all([listener.refresh(), listener.refresh(), listener.refresh()]);
  expect(subscribed).toEqual([['orders']]);
  await listener.stop();
});

it('subscribes anew when a definition names another topic', async () => {
  const plans = [planOn('orders')];
  const { listener, subscribed } = listenTo(plans);
  await listener.refresh();
  plans.push(planOn('payments'));
  await listener.refresh();
  expect(subscribed).toEqual([['orders'], ['orders', 'payments']]);
  await listener.stop();
});

it('reads on while a definition is inactive, so that what comes meanwhile is not left for later', async () => {
  const { listener, subscribed } = listenTo([planOn('orders')], { isActive: false });
  await listener.refresh();
  expect(subscribed).toEqual([['orders']]);
  await listener.stop();
});

it('subscribes to nothing while no definition waits for an event', async () => {
  const { listener, subscribed } = listenTo([]);
  await listener.refresh();
  expect(subscribed).toEqual([]);
});

it('reads the topics, too, that are to be observed although no definition names them', async () => {
  const { listener, subscribed } = listenTo([planOn('orders')], { observed: ['bank', 'orders'] });
  await listener.refresh();
  expect(subscribed).toEqual([['bank', 'orders']]);
  await listener.stop();
});
