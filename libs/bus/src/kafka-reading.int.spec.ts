import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { createKafkaBus } from './kafka-bus.js';

jest.setTimeout(60_000);

const brokers = process.env['KAFKA_BROKERS']!.split(',');
const clientId = `reading-spec-${randomUUID()}`;
const kafka = new Kafka({ brokers, clientId, logLevel: logLevel.NOTHING });
const bus = createKafkaBus({ brokers, clientId });
afterAll(() => bus.close());

const countOf = async (topic: string) => {
  let count = 0;
  for await (const { messages } of bus.read({ topics: [topic] })) count += messages.length;
  return count;
};

it('ends at the end of a transaction, where there is a record that is no message', async () => {
  const topic = `transactions.${randomUUID()}`;
  await bus.ensureTopics([{ name: topic, partitions: 1 }]);
  const producer = kafka.producer({
    transactionalId: topic,
    maxInFlightRequests: 1,
    idempotent: true,
  });
  await producer.connect();
  for (const isKept of [true, false]) {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ key: 'a', value: String(isKept) }] });
    await (isKept ? transaction.commit() : transaction.abort());
  }
  await producer.disconnect();
  expect(await countOf(topic)).toBe(1);
});

it('reads more than it would keep waiting', async () => {
  const topic = `large.${randomUUID()}`;
  await bus.ensureTopics([{ name: topic, partitions: 2 }]);
  const value = 'x'.repeat(900_000);
  const messages = Array.from({ length: 90 }, (_, i) => ({ topic, key: `${i}`, headers: {}, value }));
  await bus.publish(messages);
  expect(await countOf(topic)).toBe(90);
});

it('leaves no group behind', async () => {
  const topic = `groups.${randomUUID()}`;
  await bus.publish([{ topic, key: 'a', headers: {}, value: '' }]);
  expect(await countOf(topic)).toBe(1);
  const admin = kafka.admin();
  await admin.connect();
  const { groups } = await admin.listGroups();
  await admin.disconnect();
  expect(groups.filter(({ groupId }) => groupId.startsWith(clientId))).toEqual([]);
});
