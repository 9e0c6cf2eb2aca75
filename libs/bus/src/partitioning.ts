import { Partitioners } from 'kafkajs';

const partitioner = Partitioners.DefaultPartitioner();

/** The partition of a key by murmur2, as Kafka's own clients in all languages compute it. */
export function partitionOf(key: string, partitions: number): number {
  // Only the number of partitions counts for a message with a key.
  const partitionMetadata = new Array(partitions);
  return partitioner({ topic: '', partitionMetadata, message: { key, value: null } });
}
