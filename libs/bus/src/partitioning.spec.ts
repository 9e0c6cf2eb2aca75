import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import { partitionOf } from './partitioning.js';

describe('partitionOf', () => {
  // From the tests of Kafka's Java client: murmur2("21") = -973932308, ("foobar") = -790332482, ("abc") = 479470107.
  it.each([
    ['21', 1_173_551_340],
    ['foobar', 1_357_151_166],
    ['abc', 479_470_107],
  ])('agrees with the Java client on %s', (key, positiveHash) => {
    for (const partitions of [1, 3, 8, 100])
      expect(partitionOf(key, partitions)).toBe(positiveHash % partitions);
  });

  it('agrees with kafkajs on every key', () => {
    const partitioner = Partitioners.DefaultPartitioner();
    const partitionMetadata = new Array(1_000);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 50 }), (key) => {
        const message = { key, value: null };
        expect(partitionOf(key, 1_000)).toBe(partitioner({ topic: 't', partitionMetadata, message }));
      }),
    );
  });
});
