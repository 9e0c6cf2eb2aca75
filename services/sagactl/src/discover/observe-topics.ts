import { createKafkaBus, type IncomingMessage, type ReadOptions, UnknownTopic } from '@saga/bus';
import { createCodec, MalformedMessage } from '@saga/contracts';
import { CannotDiscover } from './cannot-discover.js';
import type { Discovery } from './discovery.js';

const CLIENT = 'sagactl';
/** A person waits: about ten seconds until it is said that nobody answers. */
const RETRY = { initialRetryTime: 100, retries: 8 };
const codec = createCodec({ source: CLIENT });

/**
 * Shows a discovery the events of topics. `seen` is told how many messages were read, and how many are known to be still
 * ahead. Throws CannotDiscover when they can't be read.
 */
export async function observeTopics(
  brokers: string[],
  options: ReadOptions,
  discovery: Discovery,
  seen: (read: number, ahead: number) => void,
): Promise<void> {
  const bus = createKafkaBus({ brokers, clientId: CLIENT, retry: RETRY });
  let read = 0;
  try {
    for await (const { messages, ahead } of bus.read(options)) {
      for (const message of messages) observe(message, discovery);
      seen((read += messages.length), ahead);
    }
  } catch (error) {
    throw explained(error as Error, brokers);
  } finally {
    await bus.close();
  }
}

function observe(message: IncomingMessage, discovery: Discovery): void {
  try {
    const { id, source, type, time, data } = codec.decodeDomainEvent(message);
    const { topic, key, headers } = message;
    discovery.observe({ topic, type, id: `${source} ${id}`, time: Date.parse(time), key, headers, data });
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    discovery.skip(
      `${error.code}: ${error.field}`,
      `${message.topic}/${message.partition}/${message.offset}`,
    );
  }
}

function explained(error: Error, brokers: string[]): Error {
  if (error instanceof UnknownTopic) return new CannotDiscover(error.message, 'name topics that are there');
  if (!error.name.startsWith('KafkaJS')) return error;
  const fix = 'start one, or name others by --brokers or KAFKA_BROKERS';
  return new CannotDiscover(`${brokers.join(', ')} can't be read: ${error.message}`, fix);
}
