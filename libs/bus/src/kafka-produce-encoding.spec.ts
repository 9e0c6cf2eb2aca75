import produce from 'kafkajs/src/protocol/requests/produce/index.js';
import { encodeProduceRequestsFast } from './kafka-produce-encoding.js';
import { ProducedRecord } from './kafka-record-batch.js';

const NOW = 1_800_000_000_000;

/** What kafkajs would send, and what is sent in its place. */
async function bothEncodings(messages: ProducedRecord[], more: object = {}) {
  const table = { protocol: produce.protocol };
  const options = {
    ...{ acks: -1, timeout: 30_000, producerId: '4711', producerEpoch: 3 },
    topicData: [
      { topic: 'first', partitions: [{ partition: 5, firstSequence: 9, messages }] },
      {
        topic: 'zweites-ä',
        partitions: [0, 1].map((partition) => ({ partition, firstSequence: 0, messages })),
      },
    ],
    ...more,
  };
  const theirs = await table.protocol({ version: 7 })(plain(options)).request.encode();
  encodeProduceRequestsFast(table);
  const ours = await table.protocol({ version: 7 })(options).request.encode();
  return { theirs: theirs.buffer, ours: ours.buffer };
}

/** The same request with messages of kafkajs's own form, which are none of ours. */
function plain<T>(value: T): T {
  if (value instanceof ProducedRecord) return { ...value };
  if (Array.isArray(value)) return value.map(plain) as T;
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)])) as T;
}

describe('encodeProduceRequestsFast', () => {
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockReturnValue(NOW);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it.each<[string, ProducedRecord[]]>([
    ['one message', [new ProducedRecord('k', 'value', { ce_id: '1' })]],
    ['no headers', [new ProducedRecord('k', 'value', {})]],
    [
      'an empty text and an empty buffer',
      [new ProducedRecord('k', '', { a: '' }), new ProducedRecord('k', Buffer.alloc(0), {})],
    ],
    ['bytes', [new ProducedRecord('k', Buffer.from([0, 255, 128, 1]), { a: 'b' })]],
    [
      'texts beyond ASCII',
      [new ProducedRecord('schlüssel', 'wert ☂', { größe: 'é', emoji: '😀'.repeat(40) })],
    ],
    [
      'texts around the length that is written by hand',
      Array.from(
        { length: 10 },
        (_, i) =>
          new ProducedRecord('k'.repeat(55 + i), 'v'.repeat(55 + i), {
            ['h'.repeat(55 + i)]: 'x'.repeat(55 + i),
          }),
      ),
    ],
    [
      'more than the first buffer holds',
      [new ProducedRecord('k', 'v'.repeat(200_000), { a: 'b'.repeat(70_000) })],
    ],
    [
      'many messages',
      Array.from(
        { length: 300 },
        (_, i) =>
          new ProducedRecord(`k${i}`, `{"i":${i}}`, { ce_id: `${i}`, 'content-type': 'application/json' }),
      ),
    ],
  ])('writes the same bytes as kafkajs for %s', async (_, messages) => {
    const { ours, theirs } = await bothEncodings(messages);
    expect(ours.equals(theirs)).toBe(true);
  });

  it('takes a producer without idempotence', async () => {
    const { ours, theirs } = await bothEncodings([new ProducedRecord('k', 'v', {})], {
      producerId: -1,
      producerEpoch: 0,
    });
    expect(ours.equals(theirs)).toBe(true);
  });

  it('leaves to kafkajs what a transaction or compression asks for', async () => {
    const { ours, theirs } = await bothEncodings([new ProducedRecord('k', 'v', {})], {
      transactionalId: 'tx',
    });
    expect(ours.equals(theirs)).toBe(true);
  });
});
