import { NoBrokerAvailable, startKafka } from './index.js';

describe('startKafka', () => {
  it('names the three ways to a Kafka where there is none', async () => {
    const attempt = startKafka({ env: { PATH: '/nowhere' } });
    await expect(attempt).rejects.toBeInstanceOf(NoBrokerAvailable);
    await expect(attempt).rejects.toThrow(
      /no Java.*no Docker[^]*Java 17[^]*start Docker[^]*set KAFKA_BROKERS/,
    );
  });

  it('says so when the given brokers do not answer', async () => {
    const attempt = startKafka({ env: { KAFKA_BROKERS: '127.0.0.1:1' } });
    await expect(attempt).rejects.toThrow(/^KAFKA_BROKERS=127.0.0.1:1 does not answer \(.*ECONNREFUSED/);
  });
});
