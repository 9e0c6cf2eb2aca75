import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { eventually, gate } from './bus-contract.js';
import type { Bus } from './bus.js';
import { silentLog } from './bus-log.js';
import { createKafkaBus, type KafkaBusOptions } from './kafka-bus.js';

jest.setTimeout(60_000);

const brokers = process.env['KAFKA_BROKERS']!.split(',');
const SESSION = { sessionTimeout: 6_000, heartbeatInterval: 500, rebalanceTimeout: 1_500 };

describe('a member of a Kafka group', () => {
  const admin = new Kafka({ brokers, clientId: 'rebalance-spec', logLevel: logLevel.NOTHING }).admin();
  const buses: Bus[] = [];
  let topic: string;
  let group: string;

  const makeBus = (options: Partial<KafkaBusOptions> = {}) => {
    const bus = createKafkaBus({ brokers, clientId: 'rebalance-spec', session: SESSION, ...options });
    buses.push(bus);
    return bus;
  };
  const message = (key: string, value: string) => ({ topic, key, headers: {}, value });
  const committedOffsets = async () => {
    const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    return committed!.partitions.sort((a, b) => a.partition - b.partition).map(({ offset }) => offset);
  };

  beforeAll(() => admin.connect());
  afterAll(() => admin.disconnect());
  beforeEach(() => {
    topic = `rebalance.${randomUUID()}`;
    group = `group.${randomUUID()}`;
  });
  afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())));

  it('does not commit a partition that it lost while its batch was in hand', async () => {
    const slow = makeBus();
    const quick = makeBus();
    await slow.ensureTopics([{ name: topic, partitions: 1 }]);
    await slow.publish([message('saga-1', '1')]);

    const release = gate();
    let isStale: (() => boolean) | undefined;
    const slowMember = await slow.consume({
      group,
      topics: [topic],
      onBatch: async (batch) => {
        isStale = batch.isStale;
        await release.opened;
      },
    });
    await eventually(() => isStale !== undefined);

    const seen: string[] = [];
    await quick.consume({
      group,
      topics: [topic],
      onBatch: async ({ messages }) => void seen.push(...messages.map(({ value }) => String(value))),
    });
    await eventually(() => seen.length === 1 && isStale!());
    await quick.publish([message('saga-1', '2')]);
    await eventually(async () => (await committedOffsets())[0] === '2');

    release.open();
    await slowMember.stop();
    expect(await committedOffsets()).toEqual(['2']);
    expect(seen).toEqual(['1', '2']);
  });

  it('stays a member through a handler that takes longer than the session', async () => {
    const bus = makeBus();
    await bus.ensureTopics([{ name: topic, partitions: 1 }]);
    await bus.publish([message('saga-1', '1')]);
    let calls = 0;
    await bus.consume({
      group,
      topics: [topic],
      onBatch: async ({ isStale }) => {
        calls += 1;
        const begun = Date.now();
        await eventually(() => isStale() || Date.now() - begun > SESSION.sessionTimeout + 500);
      },
    });
    await eventually(async () => (await committedOffsets())[0] === '1');
    expect(calls).toBe(1);
  });

  it('pauses a failing partition longer each time and commits nothing of it, while the others go on', async () => {
    const pauses: { offset: string; attempt: number; delay: number }[] = [];
    const error = (fields: object) => void pauses.push(fields as (typeof pauses)[number]);
    const bus = makeBus({ backoff: (attempt) => 20 * attempt, log: { ...silentLog, error } });
    await bus.ensureTopics([{ name: topic, partitions: 2 }]);
    await bus.publish(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => message(key, key)));

    let mended = false;
    await bus.consume({
      group,
      topics: [topic],
      onBatch: async ({ partition }) => {
        if (partition === 0 && !mended) throw new Error('the database is away');
      },
    });
    await eventually(() => pauses.length >= 3);
    await eventually(async () => Number((await committedOffsets())[1]) > 0);
    expect((await committedOffsets())[0]).toBe('-1');
    expect(pauses.slice(0, 3)).toMatchObject([
      { offset: '0', attempt: 1, delay: 20 },
      { offset: '0', attempt: 2, delay: 40 },
      { offset: '0', attempt: 3, delay: 60 },
    ]);

    mended = true;
    await eventually(async () => Number((await committedOffsets())[0]) > 0);
  });
});
