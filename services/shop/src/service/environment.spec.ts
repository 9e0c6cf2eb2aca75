import { readServiceEnvironment, readTechnicalFailureRate } from './environment.js';

const good = {
  KAFKA_BROKERS: 'kafka-1:9092, [::1]:9093',
  DATABASE_URL: 'postgres://shop:secret@db:5432/shop',
};

describe('readServiceEnvironment', () => {
  it('reads the brokers and the database', () => {
    expect(readServiceEnvironment(good)).toEqual({
      brokers: ['kafka-1:9092', '[::1]:9093'],
      databaseUrl: 'postgres://shop:secret@db:5432/shop',
    });
  });

  it.each([undefined, '', 'kafka', 'kafka:9092,'])('names KAFKA_BROKERS when it is %j', (KAFKA_BROKERS) => {
    expect(() => readServiceEnvironment({ ...good, KAFKA_BROKERS })).toThrow(
      /KAFKA_BROKERS .* set it to host:port/,
    );
  });

  it.each([undefined, 'db', 'mysql://db/shop'])('names DATABASE_URL when it is %j', (DATABASE_URL) => {
    expect(() => readServiceEnvironment({ ...good, DATABASE_URL })).toThrow(
      /DATABASE_URL .* set it to postgres:/,
    );
  });
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
