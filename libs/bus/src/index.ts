export * from './bus.js';
export * from './bus-log.js';
export * from './in-memory-bus.js';
export * from './kafka-bus.js';
