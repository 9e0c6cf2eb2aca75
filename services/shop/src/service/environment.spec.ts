import {
  readBrokers,
  readDatabaseUrl,
  readGeneratorEnvironment,
  readMessageFormat,
  readTechnicalFailureRate,
  readTopicPrefix,
} from './environment.js';

describe('readBrokers', () => {
  it('reads a list', () => {
    expect(readBrokers({ KAFKA_BROKERS: 'kafka-1:9092, [::1]:9093' })).toEqual([
      'kafka-1:9092',
      '[::1]:9093',
    ]);
  });

  it.each([undefined, '', 'kafka', 'kafka:9092,'])('names the variable when it is %j', (KAFKA_BROKERS) => {
    expect(() => readBrokers({ KAFKA_BROKERS })).toThrow(/KAFKA_BROKERS .* set it to host:port/);
  });
});

describe('readTopicPrefix', () => {
  it('is empty unless it is set', () => {
    expect(readTopicPrefix({})).toBe('');
    expect(readTopicPrefix({ TOPIC_PREFIX: 'staging.' })).toBe('staging.');
  });

  it('names the variable when it holds what a topic can not', () => {
    expect(() => readTopicPrefix({ TOPIC_PREFIX: 'a b' })).toThrow(/TOPIC_PREFIX .* may hold letters/);
  });
});

describe('readMessageFormat', () => {
  it('is json unless it is set', () => {
    expect(readMessageFormat({})).toBe('json');
    expect(readMessageFormat({ MESSAGE_FORMAT: 'protobuf' })).toBe('protobuf');
  });

  it('names the variable when there is no such format', () => {
    expect(() => readMessageFormat({ MESSAGE_FORMAT: 'avro' })).toThrow(/MESSAGE_FORMAT .* json or protobuf/);
  });
});

describe('readDatabaseUrl', () => {
  it('reads a URL of a Postgres', () => {
    const DATABASE_URL = 'postgres://shop:secret@db:5432/shop';
    expect(readDatabaseUrl({ DATABASE_URL })).toBe(DATABASE_URL);
  });

  it.each([undefined, 'db', 'mysql://db/shop'])('names the variable when it is %j', (DATABASE_URL) => {
    expect(() => readDatabaseUrl({ DATABASE_URL })).toThrow(/DATABASE_URL .* set it to postgres:/);
  });
});

describe('readGeneratorEnvironment', () => {
  it('has a default for everything', () => {
    expect(readGeneratorEnvironment({})).toEqual({
      rate: 5,
      count: Infinity,
      businessFailureRate: 0.2,
      seed: expect.stringMatching(/^order-\d+$/),
    });
  });

  it.each(['SHOP_ORDER_RATE', 'SHOP_ORDER_COUNT', 'SHOP_BUSINESS_FAILURE_RATE'])(
    'names %s when wrong',
    (name) => {
      expect(() => readGeneratorEnvironment({ [name]: 'many' })).toThrow(
        new RegExp(`^${name} is "many": set it to`),
      );
    },
  );
});

describe('readTechnicalFailureRate', () => {
  it('is 0 unless set', () => {
    expect(readTechnicalFailureRate({})).toBe(0);
    expect(readTechnicalFailureRate({ SHOP_TECHNICAL_FAILURE_RATE: '0.05' })).toBe(0.05);
  });

  it.each(['often', '1.5', '-1'])('refuses %j', (SHOP_TECHNICAL_FAILURE_RATE) => {
    expect(() => readTechnicalFailureRate({ SHOP_TECHNICAL_FAILURE_RATE })).toThrow(
      /SHOP_TECHNICAL_FAILURE_RATE .* number from 0 to 1/,
    );
  });
});
