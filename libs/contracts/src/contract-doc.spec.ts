import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createCodec,
  type FaultCode,
  HEADERS,
  LIFECYCLE_STATES,
  MAX_DEPTH,
  MAX_VALUE_BYTES,
} from './index.js';

/** An example as the page shows it: a value in JSON, or `{ "base64": … }` for bytes. */
interface Example {
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: { base64?: string };
}

const page = readFileSync(join(__dirname, '../../../docs/contract.md'), 'utf8');
const examples = [...page.matchAll(/```json (\S+)\n([^]*?)\n```/g)].map(
  ([, kind, text]): [string, Example] => [kind!, JSON.parse(text!) as Example],
);

/** What comes back when the codec reads an example and writes it again. */
function readAndWrite(kind: string, { topic, key, headers, value }: Example) {
  const format = headers[HEADERS.contentType] === 'application/protobuf' ? 'protobuf' : 'json';
  const codec = createCodec({ source: headers[HEADERS.source]!, format });
  const bytes = value.base64 ? Buffer.from(value.base64, 'base64') : Buffer.from(JSON.stringify(value));
  const received = { headers, value: bytes, timestamp: 0 };
  switch (kind) {
    case 'command':
      return codec.encode(codec.decodeCommand(received));
    case 'reply':
      return codec.encode(codec.decodeReply(received));
    case 'progress':
      return codec.encode(codec.decodeProgress(received));
    case 'start':
      return codec.encode(codec.decodeStart(received));
    case 'undo':
      return codec.encode(codec.decodeUndo(received));
    case 'signal':
      return codec.encode(codec.decodeSignal(received));
    case 'event':
      return codec.encodeDomainEvent(codec.decodeDomainEvent(received), { topic, key });
    case 'lifecycle':
      return codec.encode(codec.decodeLifecycle(received));
    case 'dead-letter':
      return codec.encode(codec.decodeDeadLetter(received));
    default:
      throw new Error(`the page has an example of kind "${kind}", which is none`);
  }
}

describe('docs/contract.md', () => {
  it('shows every kind of message', () => {
    const kinds = new Set(examples.map(([kind]) => kind));
    expect([...kinds].sort()).toEqual([
      ...['command', 'dead-letter', 'event', 'lifecycle', 'progress', 'reply', 'signal', 'start', 'undo'],
    ]);
  });

  it.each(examples)(
    'has an example of a %s that the codec reads, and would write the same',
    (kind, example) => {
      const { value, ...rest } = readAndWrite(kind, example);
      expect({
        ...rest,
        value: typeof value === 'string' ? JSON.parse(value) : { base64: value.toString('base64') },
      }).toEqual(example);
    },
  );

  it('says the same in Protobuf as in JSON', () => {
    const codec = createCodec({ source: 'payments' });
    const [json, protobuf] = ['application/json', 'application/protobuf'].map((type) => {
      const [, example] = examples.find(
        ([kind, { headers }]) => kind === 'reply' && headers[HEADERS.contentType] === type,
      )!;
      const { value, headers } = example;
      const bytes = value.base64 ? Buffer.from(value.base64, 'base64') : JSON.stringify(value);
      return codec.decodeReply({ headers, value: Buffer.from(bytes as string), timestamp: 0 });
    });
    expect(protobuf).toEqual(json);
  });

  it.each([...Object.values(HEADERS), ...LIFECYCLE_STATES])('names %s', (name) => {
    expect(page).toContain(`\`${name}\``);
  });

  it('names every fault that a message can have', () => {
    const faults: Record<FaultCode, true> = {
      'missing-header': true,
      'invalid-header': true,
      'unsupported-content-type': true,
      'missing-value': true,
      'value-too-large': true,
      'malformed-json': true,
      'malformed-protobuf': true,
      'invalid-value': true,
    };
    for (const code of Object.keys(faults)) expect(page).toContain(`\`${code}\``);
  });

  it('states the limits', () => {
    expect(page).toContain(`${MAX_VALUE_BYTES.toLocaleString('en')} bytes`);
    expect(page).toContain(`${MAX_DEPTH} levels`);
  });
});
