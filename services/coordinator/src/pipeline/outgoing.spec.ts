import { createCodec, MAX_DEAD_LETTER_BYTES } from '@saga/contracts';
import { compile } from '@saga/definition';
import { decide, type SagaInput } from '@saga/engine';
import { OutgoingMessages } from './outgoing.js';

const codec = createCodec({ source: 'coordinator', prefix: 'test.' });
const outgoing = new OutgoingMessages(codec, 'coordinators');
const plan = compile(
  {
    name: 'order',
    steps: [
      {
        name: 'charge',
        command: 'payments.charge',
        input: { total: '${ input.total }' },
        compensate: 'payments.refund',
      },
    ],
  },
  4,
);
const AT = Date.parse('2026-01-31T12:00:00Z');
const START: SagaInput = { type: 'start', sagaId: 's', definition: 'order', input: { total: 5 }, at: AT };
const trace = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };

const received = <M extends { headers: Record<string, string>; value: Buffer | string }>(message: M) => ({
  ...message,
  ...{ partition: 0, offset: '0', timestamp: AT, value: Buffer.from(message.value) },
});

it('tells the world of a start, and commands the first step, in the trace of their cause', () => {
  const [announcement, command, ...rest] = outgoing.of(decide(plan, null, START), trace);
  expect(rest).toEqual([]);
  expect(announcement).toMatchObject({ topic: 'test.saga.lifecycle', key: 's' });
  expect(codec.decodeLifecycle(received(announcement!))).toMatchObject({
    ...{ sagaId: 's', definition: 'order', version: 4, state: 'started' },
    ...trace,
  });
  expect(command).toMatchObject({ topic: 'test.saga.command.payments', key: 's' });
  expect(codec.decodeCommand(received(command!))).toMatchObject({
    ...{ id: 's:charge:do:1', name: 'payments.charge', step: 'charge', attempt: 1, direction: 'do' },
    ...{ input: { total: 5 }, time: '2026-01-31T12:00:00.000Z' },
    ...trace,
  });
});

it('gives the messages of a decision the same ids whenever it is made again', () => {
  const ids = () => outgoing.of(decide(plan, null, START), {}).map(({ headers }) => headers['ce_id']);
  expect(ids()).toEqual(ids());
  expect(new Set(ids()).size).toBe(2);
});

it('says nothing of a decision that changed nothing', () => {
  const { state } = decide(plan, null, START);
  expect(outgoing.of(decide(plan, state, START), {})).toEqual([]);
});

it('keeps a message that can not be used whole, with the cause', () => {
  const value = Buffer.alloc(1_500_000, 0xff);
  const original = {
    topic: 't',
    partition: 3,
    offset: '42',
    timestamp: AT,
    key: 'k\0',
    headers: { odd: 'a\0b' },
    value,
  };
  const cause = { code: 'value-too-large', message: 'too large', field: 'value', fix: 'send a reference' };
  const letter = outgoing.deadLetter(original, cause);
  expect(letter).toMatchObject({ topic: 'test.saga.dead-letter', key: 'k\0' });
  expect(Buffer.byteLength(letter.value)).toBeLessThan(MAX_DEAD_LETTER_BYTES);
  expect(codec.decodeDeadLetter(received(letter))).toMatchObject({
    cause,
    original,
    consumerGroup: 'coordinators',
  });
});
