/** The parts of kafkajs 2.2.4 that kafka-produce-encoding.ts replaces or uses; they have no types of their own. */
declare module 'kafkajs/src/protocol/requests/produce/index.js' {
  interface ProduceDefinition {
    protocol(version: { version: number }): (options: object) => {
      request: { apiVersion: number; encode(): Promise<{ buffer: Buffer }> };
      response: unknown;
    };
  }
  const produce: ProduceDefinition;
  export default produce;
}
declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    buf: Buffer;
    offset: number;
    readonly buffer: Buffer;
    constructor(initialSize?: number);
  }
}
declare module 'kafkajs/src/protocol/recordBatch/crc32C/index.js' {
  export default function crc32C(bytes: Buffer): number;
}
