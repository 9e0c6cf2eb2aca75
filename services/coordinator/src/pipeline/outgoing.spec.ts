import { createCodec, isUndo, MAX_DEAD_LETTER_BYTES } from '@saga/contracts';
import { compile } from '@saga/definition';
import { decide, type Decision, type SagaInput } from '@saga/engine';
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
        timeout: '5s',
        input: { total: '${ input.total }' },
        compensate: 'payments.refund',
      },
    ],
  },
  4,
);
const AT = Date.parse('2026-01-31T12:00:00Z');
const START = {
  type: 'start' as const,
  sagaId: 's',
  definition: 'order',
  input: { total: 5 },
  at: AT,
} satisfies SagaInput;
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
    ...{ input: { total: 5 }, time: '2026-01-31T12:00:00.000Z', dueAt: '2026-01-31T12:00:05.000Z' },
    ...trace,
  });
});

it('gives the messages of a decision the same ids whenever it is made again', () => {
  const ids = () => outgoing.of(decide(plan, null, START), {}).map(({ headers }) => headers['ce_id']);
  expect(ids()).toEqual(ids());
  expect(new Set(ids()).size).toBe(2);
});

describe('what sagas say to each other', () => {
  const parentPlan = compile({ name: 'trip', steps: [{ name: 'insure', saga: 'insurance', version: 2 }] }, 1);
  const childPlan = compile(
    { name: 'insurance', steps: [{ name: 'sign', command: 'insurers.sign', compensate: 'none' }] },
    2,
  );
  const sent = (decision: Decision, topic: string) =>
    received(outgoing.of(decision, trace).find((message) => message.topic === topic)!);
  const outcome = { result: 'success' as const, output: {} };
  const trip = decide(parentPlan, null, { ...START, sagaId: 'trip-7', definition: 'trip' });

  it('a start goes to the child, with the step whose work it is', () => {
    const message = sent(trip, 'test.saga.start');
    expect(message.key).toBe('trip-7/insure');
    expect(codec.decodeStart(message)).toEqual({
      ...{ kind: 'start', id: 'trip-7/insure:start:1', source: 'coordinator', sagaId: 'trip-7/insure' },
      ...{ definition: 'insurance', version: 2, input: {}, time: '2026-01-31T12:00:00.000Z' },
      parent: { sagaId: 'trip-7', step: 'insure', attempt: 1 },
      ...trace,
    });
  });

  it('the end of the child is a reply to that step', () => {
    const { kind: _, ...start } = codec.decodeStart(sent(trip, 'test.saga.start'));
    const begun = decide(childPlan, null, { ...start, type: 'start', at: AT });
    const ended = decide(childPlan, begun.state, {
      ...{ type: 'reply', step: 'sign', direction: 'do', attempt: 1, outcome, at: AT },
    });
    const message = sent(ended, 'test.saga.reply');
    expect(message.key).toBe('trip-7');
    expect(codec.decodeReply(message)).toMatchObject({
      ...{ id: 'trip-7/insure:start:1:reply', causationId: 'trip-7/insure:start:1', source: 'coordinator' },
      ...{ sagaId: 'trip-7', step: 'insure', direction: 'do', attempt: 1, outcome, ...trace },
    });
  });

  it('an undoing says all that the start said', () => {
    const cancel = { type: 'operator', act: 'cancel', by: 'ann', reason: 'rain', at: AT } as const;
    const message = sent(decide(parentPlan, trip.state, cancel), 'test.saga.start');
    expect(isUndo(message)).toBe(true);
    expect(codec.decodeUndo(message)).toEqual({
      ...codec.decodeStart(sent(trip, 'test.saga.start')),
      ...{ kind: 'undo', id: 'trip-7/insure:undo:1', attempt: 1 },
    });
  });
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
