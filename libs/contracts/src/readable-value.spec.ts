import {
  createCodec,
  HEADERS,
  MalformedMessage,
  type PlacedMessage,
  readableValue,
  topics,
  writeReadable,
} from './index.js';

const TOPICS = topics('try.');
const JSON_TYPE = { [HEADERS.contentType]: 'application/json; charset=utf-8' };
const PROTOBUF = { [HEADERS.contentType]: 'application/protobuf' };
const at = (
  topic: string,
  headers: Record<string, string>,
  value: Buffer | string | null,
): PlacedMessage => ({
  ...{ topic, headers, timestamp: 0 },
  value: value === null ? null : Buffer.from(value),
});
const readable = (message: PlacedMessage) => readableValue(TOPICS, message);

describe('a value, as people read it', () => {
  it('is JSON unless its content type says otherwise', () => {
    const read = { format: 'json', data: { a: [1, 'b'] } };
    expect(readable(at('shop', JSON_TYPE, '{"a":[1,"b"]}'))).toEqual(read);
    expect(readable(at('shop', {}, '{"a":[1,"b"]}'))).toEqual(read);
  });

  const codec = createCodec({ source: 'spec', prefix: 'try.', format: 'protobuf' });
  const address = {
    sagaId: 's',
    step: 'a',
    attempt: 1,
    direction: 'do' as const,
    time: '2026-01-31T12:00:00Z',
  };
  const about = { id: '1', source: 'spec', causationId: 'c', ...address };
  const parent = { sagaId: 'p', step: 'a', attempt: 1 };
  const messages = [
    codec.encode({ kind: 'start', ...about, definition: 'order', input: { a: 1 } }),
    codec.encode({ kind: 'undo', ...about, definition: 'order', input: { a: 1 }, parent }),
    codec.encode({ kind: 'reply', ...about, outcome: { result: 'success', output: { a: 1 } } }),
    codec.encode({ kind: 'progress', ...about, fraction: 0.5, note: 'half' }),
    codec.encode({ kind: 'signal', ...about, name: 'paid', data: { a: 1 } }),
    codec.encode({ kind: 'command', ...about, name: 'payments.charge', input: { a: 1 } }),
    codec.encodeDomainEvent(
      { kind: 'event', id: '1', source: 'shop', type: 'paid', data: { a: 1 }, time: address.time },
      { topic: 'shop', key: 'k' },
    ),
  ];

  it.each(messages)('is read as what lies on $topic, and written the same', ({ topic, headers, value }) => {
    const message = at(topic, headers, value);
    const read = readable(message);
    expect(read).toMatchObject({ format: 'protobuf', data: expect.any(Object) });
    const { data } = read as Extract<typeof read, { format: 'protobuf' }>;
    expect(writeReadable(TOPICS, message, data)).toEqual(value);
  });

  it.each([
    ['broken JSON', at('shop', JSON_TYPE, '{"a"'), 'text', '{"a"'],
    ['another type', at('shop', { [HEADERS.contentType]: 'text/csv' }, 'a;b'), 'text', 'a;b'],
    ['bytes', at('shop', JSON_TYPE, Buffer.from([0xff, 0])), 'hex', 'ff00'],
    ['broken Protobuf', at(TOPICS.reply, PROTOBUF, Buffer.from([0xff, 0x01, 0x80])), 'hex', 'ff0180'],
  ])('is shown as it is if it is no JSON or Protobuf: %s', (_, message, format, data) => {
    expect(readable(message)).toEqual({ format, data, problem: expect.stringMatching(/value|content-type/) });
  });

  it('is none in a tombstone', () => {
    expect(readable(at('shop', {}, null))).toEqual({ format: 'none' });
  });
});

describe('a value that is written', () => {
  it('must fit what lies on the topic', () => {
    const write = () => writeReadable(TOPICS, at(TOPICS.start, PROTOBUF, null), { definition: ['order'] });
    expect(write).toThrow(MalformedMessage);
    expect(write).toThrow(/saga.v1.Start/);
  });

  it('must have a content type that can be written', () => {
    const write = () => writeReadable(TOPICS, at('shop', { [HEADERS.contentType]: 'text/csv' }, null), {});
    expect(write).toThrow(/content-type/);
  });
});
