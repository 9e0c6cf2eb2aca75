import { Kafka, logLevel, type KafkaConfig, type LogEntry, type RetryOptions } from 'kafkajs';
import type { BusLog } from './bus-log.js';
import { readAllCompressions } from './kafka-compression.js';

export interface KafkaConnection extends Pick<KafkaConfig, 'ssl' | 'sasl'> {
  brokers: string[];
  clientId: string;
  /** How long a request is tried again before it counts as failed. Default: about 25 s. */
  retry?: RetryOptions;
}

const DEFAULT_RETRY: RetryOptions = {
  initialRetryTime: 100,
  multiplier: 2,
  maxRetryTime: 2_000,
  retries: 15,
};

/**
 * A kafkajs client that reports to our log. kafkajs calls what it then mends by itself (a rebalance, a lost
 * connection) an error: such lines come one level lower.
 */
export function kafkaClient({ brokers, clientId, ssl, sasl, retry }: KafkaConnection, log: BusLog): Kafka {
  readAllCompressions();
  return new Kafka({
    brokers,
    clientId,
    ssl,
    sasl,
    connectionTimeout: 3_000,
    retry: { ...DEFAULT_RETRY, ...retry },
    logLevel: logLevel.INFO,
    logCreator: () => (entry) => report(entry, log),
  });
}

function report(
  { level, namespace, log: { message, timestamp: _, ...fields } }: LogEntry,
  log: BusLog,
): void {
  // An answer of the broker that says "not yet" is tried again; when that fails, its caller gets it as an error.
  const isAnswer = namespace === 'Connection' && message.startsWith('Response ');
  if (level === logLevel.ERROR && !isAnswer) log.warn({ ...fields, namespace }, `kafkajs: ${message}`);
  else log.debug({ ...fields, namespace }, `kafkajs: ${message}`);
}
