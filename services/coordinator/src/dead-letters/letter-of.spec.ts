import type { IncomingMessage } from '@saga/bus';
import { createCodec, type DeadLetter } from '@saga/contracts';
import { letterOf } from './letter-of.js';

const codec = createCodec({ source: 'coordinator' });
const TIME = '2026-01-31T12:00:00.000Z';
const ORIGINAL: DeadLetter['original'] = {
  ...{ topic: 'saga.reply', partition: 3, offset: '812', timestamp: Date.parse(TIME), key: 'order-7' },
  headers: { ce_id: '1', ce_source: 'payments', ce_sagaid: 'order-7', ce_tenant: 'north' },
  value: Buffer.from([0xff, 0x00]),
};

function received(
  original: Partial<DeadLetter['original']> = {},
  more: Partial<DeadLetter> = {},
): IncomingMessage {
  const { topic, key, headers, value } = codec.encode({
    ...{ kind: 'dead-letter', id: 'l-1', consumerGroup: 'coordinator', time: TIME },
    cause: { code: 'unknown-saga', message: 'no saga' },
    ...more,
    original: { ...ORIGINAL, ...original },
  });
  const place = { topic, partition: 0, offset: '4', timestamp: Date.parse(TIME) };
  return { ...place, key, headers, value: Buffer.from(value) };
}
const read = (message: IncomingMessage) => letterOf(message, codec, 'own');
const fingerprint = (...given: Parameters<typeof received>) => read(received(...given)).fingerprint;
const withHeaders = (headers: Record<string, string>) => fingerprint({ headers });

it('a dead letter is kept with its message whole, and what it is found by', () => {
  expect(read(received({ headers: { ...ORIGINAL.headers, ce_sagaredriveof: '17' } }))).toMatchObject({
    ...{ letterId: 'coordinator/l-1', consumerGroup: 'coordinator', givenUpAt: Date.parse(TIME) },
    ...{
      tenant: 'north',
      sagaId: 'order-7',
      redriveOf: '17',
      cause: { code: 'unknown-saga', message: 'no saga' },
    },
    original: {
      topic: 'saga.reply',
      partition: 3,
      offset: '812',
      key: 'order-7',
      value: Buffer.from([0xff, 0x00]),
    },
  });
});

it('what it is found by may be missing, or be nonsense', () => {
  const headers = { ce_sagaid: 'not an id', ce_sagaredriveof: 'x', ce_tenant: '' };
  expect(read(received({ headers }))).toMatchObject({ tenant: null, sagaId: null, redriveOf: null });
});

describe('a fingerprint', () => {
  it('is that of the message by source and id, wherever it lay and whatever is in it', () => {
    const other = { offset: '813', value: Buffer.from('{}') };
    expect(fingerprint(other)).toBe(fingerprint());
    expect(withHeaders({ ...ORIGINAL.headers, ce_id: '2' })).not.toBe(fingerprint());
    expect(withHeaders({ ...ORIGINAL.headers, ce_source: 'other' })).not.toBe(fingerprint());
  });

  it('is that of the content where there is no id, but for what a redrive adds', () => {
    const named = withHeaders({ name: 'a' });
    expect(withHeaders({ ce_sagaredriveof: '17', name: 'a' })).toBe(named);
    expect(withHeaders({ name: 'b' })).not.toBe(named);
    expect(fingerprint({ headers: { name: 'a' }, value: null })).not.toBe(named);
  });

  it('tells who gave the message up, and why', () => {
    const cause = { code: 'unknown-step', message: '' };
    const all = [fingerprint(), fingerprint({}, { cause }), fingerprint({}, { consumerGroup: 'other' })];
    expect(new Set(all).size).toBe(3);
  });
});

it.each<[string, Partial<DeadLetter['original']>]>([
  ['partition', { partition: 2 ** 31 }],
  ['offset', { offset: '9223372036854775808' }],
  ['timestamp', { timestamp: 9e15 }],
])('a place that can not be is no dead letter, and kept all the same: its %s', (field, original) => {
  const message = received(original);
  expect(read(message)).toMatchObject({
    cause: { code: 'unreadable-letter', field: `original.${field}` },
    ...{ consumerGroup: 'own', original: { topic: 'saga.dead-letter', offset: '4', value: message.value } },
  });
});

it('times that Postgres can not write are replaced by that of the record', () => {
  expect(read(received({}, { time: '0000-01-01T00:00:00Z' })).givenUpAt).toBe(Date.parse(TIME));
});
