export * from './kafka-batch-strategy.js';
