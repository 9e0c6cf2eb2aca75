import { type Bus, createInMemoryBus, silentLog } from '@saga/bus';
import { compile, type Plan } from '@saga/definition';
import { LagWatch } from './lag-watch.js';
import { watchedGroups } from './watched-groups.js';

function planOf(clock: 'always' | 'while-consuming', participants = {}): Plan {
  const charge = { name: 'charge', command: 'payments.charge', compensate: 'none', clock };
  return compile({ name: 'order', steps: [charge], participants }, 1);
}

describe('watchedGroups', () => {
  it('are those of participants on which a clock depends', () => {
    const own = { participant: 'payments', group: 'eu.saga-participant-payments' };
    const topic = 'eu.saga.command.payments';
    expect(watchedGroups([planOf('while-consuming'), planOf('always')], 'eu.')).toEqual([{ ...own, topic }]);
    expect(watchedGroups([planOf('always')], '')).toEqual([]);
  });

  it('have the names that definitions give them, all of them', () => {
    const named = planOf('while-consuming', { payments: { group: 'billing' } });
    const groups = watchedGroups([named, planOf('while-consuming'), named], 'eu.');
    expect(groups.map(({ group }) => group)).toEqual(['billing', 'eu.saga-participant-payments']);
  });
});

describe('LagWatch', () => {
  let bus: Bus;
  let plans: Plan[];
  let time: number;
  let warnings: object[];
  let watch: LagWatch;

  const command = { topic: 'saga.command.payments', key: 'order-1', headers: {}, value: '' };
  const watchOn = (asked: Pick<Bus, 'groupStates'>) => {
    const log = { ...silentLog, warn: (fields: object) => void warnings.push(fields) };
    return new LagWatch(asked, { withStoppingClocks: async () => plans }, '', log, () => time);
  };

  beforeEach(() => {
    bus = createInMemoryBus();
    plans = [planOf('while-consuming')];
    time = 1_000_000;
    warnings = [];
    watch = watchOn(bus);
  });
  afterEach(() => bus.close());

  it('knows a participant that is not there while commands wait for it, and again when it is', async () => {
    await bus.publish([command]);
    await watch.look();
    expect([...watch.lagging]).toEqual(['payments']);

    let handled = false;
    await bus.consume({
      group: 'saga-participant-payments',
      topics: [command.topic],
      onBatch: async () => void (handled = true),
    });
    while (!handled) await new Promise(setImmediate);
    await watch.look();
    expect([...watch.lagging]).toEqual([]);
  });

  it('asks nothing while no clock depends on the answer', async () => {
    let asked = 0;
    watch = watchOn({
      groupStates(groups) {
        asked += 1;
        return bus.groupStates(groups);
      },
    });
    plans = [];
    await watch.look();
    expect(asked).toBe(0);
    plans = [planOf('while-consuming')];
    await watch.look();
    expect(asked).toBe(1);
  });

  it('believes the last look for a short while when Kafka does not answer, then nobody lags', async () => {
    let away = false;
    watch = watchOn({
      groupStates: (asked) =>
        away ? Promise.reject(new Error('the broker is away')) : bus.groupStates(asked),
    });
    await bus.publish([command]);
    await watch.look();
    away = true;
    time += 15_000;
    await watch.look();
    expect([...watch.lagging]).toEqual(['payments']);
    time += 1;
    await watch.look();
    expect([...watch.lagging]).toEqual([]);
    expect(warnings).toMatchObject([{ lagging: ['payments'] }, { lagging: [] }]);
  });
});
