import crc32C from 'kafkajs/src/protocol/recordBatch/crc32C/index.js';
import { WireWriter } from './wire-writer.js';

/** A message on its way through kafkajs's producer, which hands it to the encoding of its request as it is. */
export class ProducedRecord {
  constructor(
    readonly key: string,
    readonly value: Buffer | string,
    readonly headers: Record<string, string>,
  ) {}
}

/** From whom the records come, by which the broker knows a repeat. */
export interface ProducedBy {
  producerId: bigint;
  producerEpoch: number;
  firstSequence: number;
}

const MAGIC = 2;
const NO_ATTRIBUTES = 0;

/** Writes records as a record batch, version 2, uncompressed, all with the time `now`. */
export function writeRecordBatch(
  out: WireWriter,
  records: ProducedRecord[],
  { producerId, producerEpoch, firstSequence }: ProducedBy,
  now: number,
): void {
  out.int64(0n); // the offset of the first record, which the broker sets
  const length = out.int32Later();
  const beginning = out.length;
  out.int32(0); // the leader's epoch
  out.int8(MAGIC);
  const checksum = out.int32Later();
  const summed = out.length;
  out.int16(NO_ATTRIBUTES);
  out.int32(records.length - 1);
  out.int64(BigInt(now));
  out.int64(BigInt(now));
  out.int64(producerId);
  out.int16(producerEpoch);
  out.int32(firstSequence);
  out.int32(records.length);
  writeRecords(out, records);
  out.patchInt32(checksum, crc32C(out.written(summed)));
  out.patchInt32(length, out.length - beginning);
}

/** A record stands behind its length, which is known once it is written: so each is written aside first. */
const aside = new WireWriter();

function writeRecords(out: WireWriter, records: ProducedRecord[]): void {
  records.forEach((record, offset) => {
    aside.clear();
    writeRecord(aside, record, offset);
    out.varInt(aside.length);
    out.raw(aside.written());
  });
}

function writeRecord(out: WireWriter, { key, value, headers }: ProducedRecord, offset: number): void {
  out.int8(NO_ATTRIBUTES);
  out.varInt(0); // later than the batch's time by nothing
  out.varInt(offset);
  out.varBytes(key);
  out.varBytes(value);
  const names = Object.keys(headers);
  out.varInt(names.length);
  for (const name of names) {
    out.varBytes(name);
    out.varBytes(headers[name]!);
  }
}
