import { busContract } from './bus-contract.js';
import { createKafkaBus } from './kafka-bus.js';
import { topicReaderContract } from './topic-reader-contract.js';

jest.setTimeout(60_000);

const makeBus = () =>
  createKafkaBus({
    brokers: process.env['KAFKA_BROKERS']!.split(','),
    clientId: 'bus-contract',
    backoff: () => 50,
  });

busContract('the Kafka bus', makeBus);
topicReaderContract('the Kafka bus', makeBus);
