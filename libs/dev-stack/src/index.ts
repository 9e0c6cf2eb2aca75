export { type DevStack, type DevStackOptions, startDevStack } from './dev-stack.js';
export { type KafkaOptions, type RunningKafka, startKafka } from './kafka.js';
export { NoBrokerAvailable } from './no-broker-available.js';
export { type PostgresOptions, type RunningPostgres, startPostgres } from './postgres.js';
export { freePorts, portNear } from './free-ports.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
