import { randomUUID } from 'node:crypto';
import { eventually, gate } from './bus-contract.js';
import type { Bus } from './bus.js';
import { createKafkaBus } from './kafka-bus.js';

jest.setTimeout(60_000);

const brokers = process.env['KAFKA_BROKERS']!.split(',');
const SESSION = { sessionTimeout: 6_000, heartbeatInterval: 200, rebalanceTimeout: 10_000 };

describe('a Kafka group, as others see it', () => {
  const buses: Bus[] = [];
  let topic: string;
  let group: string;

  const makeBus = (session = SESSION) => {
    const bus = createKafkaBus({ brokers, clientId: 'groups-spec', session });
    buses.push(bus);
    return bus;
  };
  const message = (value: string) => ({ topic, key: 'saga-1', headers: {}, value });

  beforeEach(() => {
    topic = `groups.${randomUUID()}`;
    group = `group.${randomUUID()}`;
  });
  afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())));

  it('is rebalancing while one member joins and another has not let go yet', async () => {
    const [first, second, observer] = [makeBus(), makeBus(), makeBus()];
    const inHand = gate();
    const release = gate();
    const stateNow = async () => (await observer.groupStates([{ group, topic }]))[0]!.state;
    await first.ensureTopics([{ name: topic, partitions: 2 }]);
    await first.publish([message('1')]);
    await first.consume({
      group,
      topics: [topic],
      onBatch: async () => {
        inHand.open();
        await release.opened;
      },
    });
    await inHand.opened;
    expect(await stateNow()).toBe('stable');

    const joining = second.consume({ group, topics: [topic], onBatch: async () => undefined });
    await eventually(async () => (await stateNow()) === 'rebalancing');
    release.open();
    await joining;
    await eventually(async () => (await stateNow()) === 'stable');
  });

  it('lags by what it does not get done', async () => {
    const bus = makeBus();
    await bus.ensureTopics([{ name: topic, partitions: 1 }]);
    const onBatch = () => Promise.reject(new Error('the database is away'));
    await bus.consume({ group, topics: [topic], onBatch });
    await bus.publish([message('1'), message('2'), message('3')]);
    const partitions = [{ partition: 0, committed: 0n, end: 3n }];
    expect(await bus.groupStates([{ group, topic }])).toEqual([
      { group, topic, state: 'stable', partitions },
    ]);
  });

  it('is asked about in vain within seconds while the broker is away', async () => {
    const away = createKafkaBus({ brokers: ['127.0.0.1:1'], clientId: 'groups-spec' });
    const began = Date.now();
    await expect(away.groupStates([{ group, topic }])).rejects.toThrow(/ECONNREFUSED|Connection/);
    expect(Date.now() - began).toBeLessThan(10_000);
    await away.close();
  });
});
