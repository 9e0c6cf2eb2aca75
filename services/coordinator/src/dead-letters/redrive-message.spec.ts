import { topics } from '@saga/contracts';
import type { LetterInHand, ParkableMessage } from '@saga/store';
import { type LetterFix, redriveMessage } from './redrive-message.js';

const VALUE = '{"order":{"id":7,"lines":[1,2]}}';

function letterOf(original: Partial<ParkableMessage> = {}): LetterInHand {
  return {
    ...{ id: '17', state: 'open', consumerGroup: 'shop', cause: { code: 'invalid-value', message: '' } },
    ...{ givenUpAt: new Date(0), closedAt: null, closedBy: null, fix: null },
    original: {
      ...{ topic: 'orders', partition: 2, offset: '40', timestamp: 0, key: 'o-7' },
      ...{ headers: { ce_id: '1', old: 'x' }, value: Buffer.from(VALUE), ...original },
    },
  };
}
const redriven = (fix: LetterFix = {}, original?: Partial<ParkableMessage>) =>
  redriveMessage(letterOf(original), fix, topics());
const valueAfter = (fix: LetterFix, original?: Partial<ParkableMessage>) =>
  String(redriven(fix, original).value);

it('a message is sent as it was, with the number of its letter', () => {
  expect(redriven()).toEqual({
    ...{ topic: 'orders', key: 'o-7', value: Buffer.from(VALUE) },
    headers: { ce_id: '1', old: 'x', ce_sagaredriveof: '17' },
  });
});

it('a message without a key gets its place for one', () => {
  expect(redriven({}, { key: null }).key).toBe('orders/2/40');
  expect(redriven({ key: 'o-8' }, { key: null }).key).toBe('o-8');
});

it('headers are changed, added and taken away', () => {
  const { headers } = redriven({ headers: { ce_id: '2', old: null, new: 'y' } });
  expect(headers).toEqual({ ce_id: '2', new: 'y', ce_sagaredriveof: '17' });
});

it('a value is patched, replaced or given byte by byte', () => {
  const patch: LetterFix['patch'] = [
    { op: 'test', path: '/order/id', value: 7 },
    { op: 'move', from: '/order/lines/1', path: '/order/last' },
  ];
  expect(valueAfter({ patch })).toBe('{"order":{"id":7,"lines":[1],"last":2}}');
  expect(valueAfter({ patch: [{ op: 'replace', path: '', value: [] }] })).toBe('[]');
  expect(valueAfter({ value: { a: null } })).toBe('{"a":null}');
  expect(redriven({ base64: '/wA=' }).value).toEqual(Buffer.from([0xff, 0x00]));
});

it.each<[string, LetterFix, Partial<ParkableMessage>, string, string | undefined]>([
  ['the dead-letter topic', {}, { topic: 'saga.dead-letter' }, 'not-redrivable', undefined],
  ['a topic that can not be', {}, { topic: 'no topic' }, 'not-redrivable', undefined],
  ['a tombstone', {}, { value: null }, 'not-redrivable', 'value'],
  ['more than Kafka takes', {}, { value: Buffer.alloc(1_000_001) }, 'not-redrivable', 'value'],
  [
    'a patch that misses its place',
    {
      patch: [
        { op: 'test', path: '/order/id', value: 7 },
        { op: 'remove', path: '/nowhere' },
      ],
    },
    {},
    'fix-not-applicable',
    'patch[1]',
  ],
  [
    'a patch whose test fails',
    { patch: [{ op: 'test', path: '/order/id', value: 8 }] },
    {},
    'fix-not-applicable',
    'patch[0]',
  ],
  [
    'a patch of no JSON',
    { patch: [{ op: 'remove', path: '/a' }] },
    { value: Buffer.from('x') },
    'fix-not-applicable',
    'patch',
  ],
  [
    'a patch that would round a number',
    { patch: [{ op: 'remove', path: '/a' }] },
    { value: Buffer.from('{"a":1,"b":[12345678901234567890]}') },
    'fix-not-applicable',
    'patch',
  ],
  [
    'a new value of a type that can not be written',
    { value: {} },
    { headers: { 'content-type': 'text/csv' } },
    'fix-not-applicable',
    'content-type',
  ],
])('%s is refused', (_, fix, original, code, field) => {
  expect(() => redriven(fix, original)).toThrow(expect.objectContaining({ code, field }));
});
