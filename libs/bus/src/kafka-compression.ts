import { decompress as unzstd } from 'fzstd';
import kafkajs from 'kafkajs';
import { decompress as unlz4 } from 'lz4js';
import { uncompress as unsnappy } from 'snappyjs';

const { CompressionCodecs, CompressionTypes } = kafkajs;

/** How Java's clients wrap the blocks of Snappy; others write one block as it is. */
const XERIAL = Buffer.from([0x82, ...Buffer.from('SNAPPY'), 0]);
const XERIAL_HEADER_BYTES = 16;

/**
 * Lets kafkajs read records however their producer has compressed them; by itself it knows only gzip, and a single
 * batch that it can't read would stop its partition. Nothing is compressed on the way out.
 */
export function readAllCompressions(): void {
  CompressionCodecs[CompressionTypes.Snappy] = () => reader(decompressSnappy);
  CompressionCodecs[CompressionTypes.LZ4] = () => reader(unlz4);
  CompressionCodecs[CompressionTypes.ZSTD] = () => reader(unzstd);
}

function reader(decompress: (bytes: Buffer) => Uint8Array) {
  return {
    compress: () => Promise.reject(new Error('nothing is compressed here')),
    decompress: async (bytes: Buffer) => Buffer.from(decompress(bytes)),
  };
}

function decompressSnappy(bytes: Buffer): Uint8Array {
  if (!bytes.subarray(0, XERIAL.length).equals(XERIAL)) return unsnappy(bytes);
  const blocks: Uint8Array[] = [];
  for (let at = XERIAL_HEADER_BYTES; at < bytes.length;) {
    const start = at + 4;
    at = start + bytes.readInt32BE(at);
    blocks.push(unsnappy(bytes.subarray(start, at)));
  }
  return Buffer.concat(blocks);
}
