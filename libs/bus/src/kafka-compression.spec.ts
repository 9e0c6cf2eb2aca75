import { CompressionCodecs, CompressionTypes } from 'kafkajs';
import { readAllCompressions } from './kafka-compression.js';

const VALUE = '{"orderId":"order-7"}'.repeat(20);

/** The value as the tools of each format have written it. */
const WRITTEN: [what: string, type: CompressionTypes, base64: string][] = [
  [
    'Snappy as Go and C write it',
    CompressionTypes.Snappy,
    'pAMoeyJvcmRlcklkIjoJChAtNyJ9ewkL7hUA7hUA7hUA7hUA7hUA7hUAfhUA',
  ],
  [
    'Snappy as Java writes it',
    CompressionTypes.Snappy,
    'glNOQVBQWQAAAAABAAAAAQAAAC2kAyh7Im9yZGVySWQiOgkKEC03In17CQvuFQDuFQDuFQDuFQDuFQDuFQB+FQA=',
  ],
  ['LZ4', CompressionTypes.LZ4, 'BCJNGGRApx0AAACyeyJvcmRlcklkIjoKAE8tNyJ9FQD/eFByLTcifQAAAAA8fkkj'],
  ['Zstandard', CompressionTypes.ZSTD, 'KLUv/QRYxQAAeHsib3JkZXJJZCI6LTcifQIAjDgVKVa8YJDk1w=='],
];

it.each(WRITTEN)('kafkajs reads %s', async (_what, type, base64) => {
  readAllCompressions();
  const codecs: Record<number, () => { decompress(bytes: Buffer): Promise<Buffer> }> = CompressionCodecs;
  expect((await codecs[type]!().decompress(Buffer.from(base64, 'base64'))).toString()).toBe(VALUE);
});
