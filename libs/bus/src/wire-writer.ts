/** Strings up to so many UTF-16 units are written by hand, which is faster than the way into native code. */
const SHORT = 60;

/** Writes Kafka's primitive types one after the other into a buffer that grows. */
export class WireWriter {
  private bytes = Buffer.allocUnsafe(65_536);
  private position = 0;

  /** How many bytes are written. */
  get length(): number {
    return this.position;
  }

  /** Begins anew, in the same memory. */
  clear(): void {
    this.position = 0;
  }

  /** What is written, from `start` on, without a copy: good until the next write. */
  written(start = 0): Buffer {
    return this.bytes.subarray(start, this.position);
  }

  int8(value: number): void {
    this.reserve(1);
    this.position = this.bytes.writeInt8(value, this.position);
  }

  int16(value: number): void {
    this.reserve(2);
    this.position = this.bytes.writeInt16BE(value, this.position);
  }

  int32(value: number): void {
    this.reserve(4);
    this.position = this.bytes.writeInt32BE(value, this.position);
  }

  int64(value: bigint): void {
    this.reserve(8);
    this.position = this.bytes.writeBigInt64BE(value, this.position);
  }

  /** Leaves room for an int32 that is known later; gives the place to `patchInt32` it. */
  int32Later(): number {
    this.int32(0);
    return this.position - 4;
  }

  patchInt32(place: number, value: number): void {
    this.bytes.writeInt32BE(value | 0, place);
  }

  /** A string behind its length in two bytes. */
  string(value: string): void {
    const length = Buffer.byteLength(value);
    this.int16(length);
    this.reserve(length);
    this.position += this.bytes.write(value, this.position);
  }

  /** A signed number, the smaller the shorter. */
  varInt(value: number): void {
    this.reserve(5);
    let rest = ((value << 1) ^ (value >> 31)) >>> 0;
    while (rest > 0x7f) {
      this.bytes[this.position++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.position++] = rest;
  }

  /** Bytes or a text behind their length as varInt. */
  varBytes(value: Buffer | string): void {
    if (typeof value === 'string') return this.varText(value);
    this.varInt(value.length);
    this.reserve(value.length);
    this.position += value.copy(this.bytes, this.position);
  }

  /** Bytes as they are. */
  raw(value: Buffer): void {
    this.reserve(value.length);
    this.position += value.copy(this.bytes, this.position);
  }

  private varText(text: string): void {
    if (text.length <= SHORT && this.shortAscii(text)) return;
    const length = Buffer.byteLength(text);
    this.varInt(length);
    this.reserve(length);
    this.position += this.bytes.write(text, this.position);
  }

  /** Writes a short text if it is ASCII, where a character is a byte and the length's varInt is one too. */
  private shortAscii(text: string): boolean {
    this.reserve(SHORT + 1);
    const { bytes, position } = this;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[position + 1 + i] = code;
    }
    bytes[position] = text.length << 1;
    this.position = position + 1 + text.length;
    return true;
  }

  private reserve(length: number): void {
    const needed = this.position + length;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.position);
    this.bytes = larger;
  }
}
