import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { promisify } from 'node:util';
import kafkajs, { type Kafka } from 'kafkajs';
import pg from 'pg';
import { type DevStack, NoBrokerAvailable, startDevStack } from './index.js';

/** Nothing is given: the stack must start its own. */
const BARE_MACHINE = { ...process.env, KAFKA_BROKERS: '', DATABASE_URL: '' };

describe('the dev stack', () => {
  let stack: DevStack;
  let kafka: Kafka;
  const progress: string[] = [];

  beforeAll(async () => {
    stack = await startDevStack({ env: BARE_MACHINE, log: (line) => progress.push(line) });
    kafka = new kafkajs.Kafka({ brokers: stack.brokers, logLevel: kafkajs.logLevel.NOTHING });
  }, 120_000);

  afterAll(() => stack?.stop());

  it('tells how far it is and where everything is', () => {
    expect(progress).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Postgres is up/),
        expect.stringMatching(/^Kafka is up/),
      ]),
    );
    expect(stack.describe()).toContain(stack.brokers[0]);
    expect(stack.describe()).toContain(stack.databaseUrl);
  });

  it('has a Postgres that keeps what it has confirmed', async () => {
    const client = new pg.Client({ connectionString: stack.databaseUrl });
    await client.connect();
    const { rows } = await client.query(
      "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_database() AS name",
    );
    await client.end();
    expect(rows).toEqual([{ fsync: 'on', commit: 'on', name: 'saga' }]);
  });

  it('has a Kafka that serves topics, messages, groups and offsets', async () => {
    const admin = kafka.admin();
    const producer = kafka.producer({
      idempotent: true,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    const consumer = kafka.consumer({ groupId: 'readers', maxWaitTimeInMs: 100 });
    await Promise.all([admin.connect(), producer.connect(), consumer.connect()]);

    await admin.createTopics({ topics: [{ topic: 'greetings', numPartitions: 1 }], waitForLeaders: true });
    await producer.send({
      topic: 'greetings',
      messages: [{ key: 'a', value: 'hello', headers: { lang: 'en' } }],
    });
    await consumer.subscribe({ topic: 'greetings', fromBeginning: true });
    const received = new Promise<string>((resolve) => {
      void consumer.run({
        autoCommit: false,
        eachMessage: async ({ message, partition, topic }) => {
          await consumer.commitOffsets([{ topic, partition, offset: String(Number(message.offset) + 1) }]);
          resolve([message.key, message.value, message.headers?.['lang']].join(' '));
        },
      });
    });
    expect(await received).toBe('a hello en');
    const [offsets] = await admin.fetchOffsets({ groupId: 'readers', topics: ['greetings'] });
    expect(offsets!.partitions).toMatchObject([{ partition: 0, offset: '1' }]);

    await consumer.disconnect();
    await admin.deleteTopics({ topics: ['greetings'] });
    expect(await admin.listTopics()).not.toContain('greetings');
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  }, 30_000);

  it('refuses a topic that nobody created', async () => {
    const producer = kafka.producer({ retry: { retries: 0 } });
    await producer.connect();
    const sent = producer.send({ topic: 'mispelt', messages: [{ value: 'x' }] });
    await expect(sent).rejects.toThrow('does not host this topic-partition');
    await producer.disconnect();
  });

  it('leaves no program and no data behind when it stops', async () => {
    await stack.stop();
    for (const { pid, folder } of [stack.kafka.program!, stack.postgres.program!]) {
      expect(() => process.kill(pid, 0)).toThrow('ESRCH');
      await expect(access(folder)).rejects.toThrow('ENOENT');
    }
    // A second stop finds nothing to do.
    await stack.stop();
  });
});

it('stops what it has started when the rest does not come up', async () => {
  const keepers = async () => {
    const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'ppid=,pid=,args=']);
    const ours = new RegExp(`^ *${process.pid} .*keeper\\.mjs`);
    return stdout.split('\n').filter((line) => ours.test(line));
  };
  const before = await keepers();
  await expect(startDevStack({ env: { PATH: '/nowhere' } })).rejects.toBeInstanceOf(NoBrokerAvailable);
  expect(await keepers()).toEqual(before);
});
