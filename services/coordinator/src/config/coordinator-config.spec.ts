import { InvalidConfiguration, readConfig } from './coordinator-config.js';

const NEEDED = {
  DATABASE_URL: 'postgres://u:secret@db:5432/saga',
  KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
};

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidConfiguration);
    return (error as InvalidConfiguration).problems;
  }
}

it('needs the addresses of Postgres and Kafka, and has a default for the rest', () => {
  expect(readConfig({ ...NEEDED, HOME: '/root' })).toEqual({
    DATABASE_URL: 'postgres://u:secret@db:5432/saga',
    KAFKA_BROKERS: ['kafka-1:9092', 'kafka-2:9092'],
    KAFKA_CLIENT_ID: 'saga-coordinator',
    TOPIC_PREFIX: '',
    MESSAGE_FORMAT: 'json',
    CONSUMER_GROUP: 'saga-coordinator',
    HOST: '127.0.0.1',
    PORT: 3000,
    DATABASE_POOL_SIZE: 10,
    TIMER_INTERVAL_MS: 100,
    OUTBOX_SWEEP_AFTER_S: 5,
    INBOX_RETENTION_H: 168,
    OBSERVED_TOPICS: [],
    DEAD_LETTER_RETENTION_H: 720,
  });
});

it('takes what is set, and an empty variable for one that is not', () => {
  const config = readConfig({
    ...NEEDED,
    PORT: '0',
    TOPIC_PREFIX: 'test.',
    DEFINITIONS_DIR: 'sagas',
    OBSERVED_TOPICS: 'shop, bank',
    HOST: '',
  });
  expect(config).toMatchObject({
    OBSERVED_TOPICS: ['shop', 'bank'],
    PORT: 0,
    TOPIC_PREFIX: 'test.',
    DEFINITIONS_DIR: 'sagas',
    HOST: '127.0.0.1',
  });
});

it('names every variable that is missing', () => {
  const problems = problemsOf({});
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/^DATABASE_URL is not set: it must be a Postgres URL/);
  expect(problems[1]).toMatch(/^KAFKA_BROKERS is not set: it must be host:port/);
});

it.each([
  ['KAFKA_BROKERS', 'kafka', 'must be host:port'],
  ['KAFKA_BROKERS', 'a:1,,b:2', 'must be host:port'],
  ['OBSERVED_TOPICS', 'shop,saga.reply', 'must be names of topics that services publish on'],
  ['TOPIC_PREFIX', 'a b', 'must be letters'],
  ['MESSAGE_FORMAT', 'avro', 'must be json or protobuf'],
  ['CONSUMER_GROUP', 'x'.repeat(101), 'must be letters'],
  ['PORT', '65536', 'must be a port'],
  ['PORT', 'http', 'must be a port'],
  ['DATABASE_POOL_SIZE', '1', 'from 2 to 200'],
  ['TIMER_INTERVAL_MS', '1.5', 'from 10 to 60000'],
  ['OUTBOX_SWEEP_AFTER_S', '0', 'from 1 to 3600'],
  ['INBOX_RETENTION_H', '-1', 'from 1 to'],
])('says what is wrong with %s=%s', (name, value, demand) => {
  const problems = problemsOf({ ...NEEDED, [name]: value });
  expect(problems).toEqual([expect.stringContaining(demand)]);
  expect(problems[0]!.startsWith(`${name}=${value}: `)).toBe(true);
});

it('keeps a password out of the error', () => {
  const problems = problemsOf({ ...NEEDED, DATABASE_URL: 'mysql://u:secret@db/saga' });
  expect(problems).toEqual([expect.stringMatching(/^DATABASE_URL must be a Postgres URL/)]);
  expect(problems[0]).not.toContain('secret@db');
});
