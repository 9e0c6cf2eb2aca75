import { busContract } from './bus-contract.js';
import { createKafkaBus } from './kafka-bus.js';

jest.setTimeout(60_000);

busContract('the Kafka bus', () =>
  createKafkaBus({
    brokers: process.env['KAFKA_BROKERS']!.split(','),
    clientId: 'bus-contract',
    backoff: () => 50,
  }),
);
