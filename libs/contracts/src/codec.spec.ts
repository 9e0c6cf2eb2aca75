import fc from 'fast-check';
import {
  type Command,
  createCodec,
  type DeadLetter,
  type DomainEvent,
  type EncodedMessage,
  type Json,
  type JsonObject,
  type Lifecycle,
  LIFECYCLE_STATES,
  MalformedMessage,
  MAX_DEPTH,
  type Parent,
  type Progress,
  type Reply,
  type Signal,
  type Start,
  type TraceContext,
  type Undo,
} from './index.js';

const text = fc.stringMatching(/^[ -~äß€]{1,30}$/).filter((candidate) => candidate.trim() === candidate);
const sagaId = fc.stringMatching(/^[A-Za-z0-9._:@/-]{1,40}$/);
const step = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/);
const time = fc
  .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json)
  .filter((value) => !JSON.stringify(value).includes('__proto__'));
const input = fc.dictionary(fc.stringMatching(/^[a-z]\w{0,8}$/), json) as fc.Arbitrary<JsonObject>;
const failure = fc.record(
  { code: text, message: fc.string(), details: json },
  { requiredKeys: ['code', 'message'] },
);
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const trace: fc.Arbitrary<TraceContext> = fc.oneof(
  fc.constant({}),
  fc.record({
    traceparent: fc.tuple(hex(32), hex(16)).map(([traceId, spanId]) => `00-${traceId}-${spanId}-01`),
    tracestate: fc.constant('vendor=value'),
  }),
);
const address = {
  id: text,
  sagaId,
  step,
  attempt: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  direction: fc.constantFrom('do' as const, 'undo' as const),
  time,
};
const version = fc.integer({ min: 1, max: 2 ** 31 - 1 });

/** A message of any shape, with or without a trace. */
function message<T>(
  fields: { [K in keyof T]: fc.Arbitrary<T[K]> },
  optional: (keyof T)[] = [],
): fc.Arbitrary<T> {
  const required = (Object.keys(fields) as (keyof T)[]).filter((key) => !optional.includes(key));
  return fc
    .tuple(fc.record(fields, { requiredKeys: required }), trace)
    .map(([body, context]) => ({ ...body, ...context }));
}

const commands = message<Command>(
  { kind: fc.constant('command'), name: fc.constant('payments.charge'), input, ...address, dueAt: time },
  ['dueAt'],
);
const outcome: fc.Arbitrary<Reply['outcome']> = fc.oneof(
  fc.record({ result: fc.constant('success' as const), output: input }),
  fc.record({ result: fc.constantFrom('business' as const, 'technical' as const), failure }),
);
const replies = message<Reply>({
  kind: fc.constant('reply'),
  source: text,
  causationId: text,
  outcome,
  ...address,
});
const progress = message<Progress>(
  {
    ...{ kind: fc.constant('progress'), source: text, causationId: text, ...address },
    ...{ fraction: fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs), note: text },
  },
  ['note'],
);
const parent: fc.Arbitrary<Parent> = fc.record({ sagaId, step, attempt: version });
const asked = { id: text, source: text, sagaId, definition: text, version, input, parent, time };
const starts = message<Start>({ kind: fc.constant('start'), ...asked }, ['version', 'parent']);
const undos = message<Undo>({ kind: fc.constant('undo'), ...asked, attempt: version }, ['version']);
const signals = message<Signal>({
  kind: fc.constant('signal'),
  ...{ id: text, source: text, sagaId, name: text, data: input, time },
});
const events = message<DomainEvent>(
  { kind: fc.constant('event'), id: text, source: text, type: text, data: json, time, sagaId },
  ['sagaId'],
);
const news = message<Lifecycle>(
  {
    kind: fc.constant('lifecycle'),
    id: text,
    sagaId,
    definition: text,
    version,
    state: fc.constantFrom(...LIFECYCLE_STATES),
    step,
    failure,
    time,
  },
  ['step', 'failure'],
);
const deadLetters: fc.Arbitrary<DeadLetter> = fc.record({
  kind: fc.constant('dead-letter' as const),
  id: text,
  cause: fc.record(
    { code: text, message: fc.string(), field: text, fix: text },
    { requiredKeys: ['code', 'message'] },
  ),
  original: fc.record({
    topic: text,
    partition: fc.nat(),
    offset: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
    timestamp: fc.maxSafeInteger(),
    key: fc.option(fc.string()),
    headers: fc.dictionary(text, fc.string()),
    value: fc.option(fc.uint8Array().map((bytes) => Buffer.from(bytes))),
  }),
  consumerGroup: text,
  time,
});

/** What a consumer gets of a message that was sent. */
function deliver({ headers, value }: EncodedMessage) {
  return { headers, value: Buffer.from(value as string), timestamp: 0 };
}

describe.each(['json', 'protobuf'] as const)('messages as %s', (format) => {
  const codec = createCodec({ source: 'coordinator', prefix: 'test.', format });

  it.each([
    ['command', commands, codec.decodeCommand, 'test.saga.command.payments'],
    ['reply', replies, codec.decodeReply, 'test.saga.reply'],
    ['progress', progress, codec.decodeProgress, 'test.saga.reply'],
    ['start', starts, codec.decodeStart, 'test.saga.start'],
    ['undo', undos, codec.decodeUndo, 'test.saga.start'],
    ['signal', signals, codec.decodeSignal, 'test.saga.signal'],
    ['lifecycle', news, codec.decodeLifecycle, 'test.saga.lifecycle'],
  ])('hand on a %s as it is, on its topic, with the saga as key', (_kind, sent, decode, topic) => {
    fc.assert(
      fc.property(sent as fc.Arbitrary<Command>, (original) => {
        const encoded = codec.encode(original);
        expect(encoded).toMatchObject({ topic, key: original.sagaId });
        expect(decode(deliver(encoded))).toEqual(original);
      }),
    );
  });

  it('hand on a dead letter with the original whole', () => {
    fc.assert(
      fc.property(deadLetters, (letter) => {
        const encoded = codec.encode(letter);
        expect(encoded).toMatchObject({
          topic: 'test.saga.dead-letter',
          key: letter.original.key ?? letter.id,
        });
        expect(codec.decodeDeadLetter(deliver(encoded))).toEqual(letter);
      }),
    );
  });

  it('hand on a domain event on the topic and with the key of its service', () => {
    const to = { topic: 'shop.orders', key: 'order-7' };
    fc.assert(
      fc.property(events, (event) => {
        const encoded = codec.encodeDomainEvent(event, to);
        expect(encoded).toMatchObject(to);
        expect(codec.decodeDomainEvent(deliver(encoded))).toEqual(event);
      }),
    );
  });

  it('hand on data that is nested as deeply as it may be', () => {
    let data: Json = 'x';
    for (let depth = 0; depth < MAX_DEPTH; depth++) data = depth % 2 ? [data] : { a: data };
    const time = '2026-01-31T12:00:00Z';
    const event: DomainEvent = { kind: 'event', id: 'e-1', source: 'shop', type: 'order.placed', data, time };
    const encoded = codec.encodeDomainEvent(event, { topic: 'shop.orders', key: 'order-7' });
    expect(codec.decodeDomainEvent(deliver(encoded))).toEqual(event);
  });

  it('hand on the cause of a fault that quotes a text cut in the middle of a character', () => {
    const fault = new MalformedMessage('invalid-header', 'ce_id', `is "${'x'.repeat(295)}😀"`, 'shorten it');
    const original = {
      topic: 't',
      partition: 0,
      offset: '1',
      timestamp: 0,
      key: null,
      headers: {},
      value: null,
    };
    const letter: DeadLetter = {
      ...{ kind: 'dead-letter', id: 'd-1', consumerGroup: 'g', time: '2026-01-31T12:00:00Z' },
      ...{ cause: fault.toCause(), original },
    };
    expect(codec.decodeDeadLetter(deliver(codec.encode(letter)))).toEqual(letter);
  });
});

describe('the JSON of a message', () => {
  const codec = createCodec({ source: 'payments' });

  it('reads well', () => {
    const encoded = codec.encode({
      kind: 'reply',
      id: 'order-7:charge:do:1:reply',
      source: 'payments',
      sagaId: 'order-7',
      step: 'charge',
      attempt: 1,
      direction: 'do',
      causationId: 'order-7:charge:do:1',
      outcome: { result: 'business', failure: { code: 'card-declined', message: 'No funds' } },
      time: '2026-01-31T12:00:00Z',
    });

    expect(encoded.value).toBe('{"businessFailure":{"code":"card-declined","message":"No funds"}}');
    expect(encoded.headers).toEqual({
      ce_specversion: '1.0',
      ce_id: 'order-7:charge:do:1:reply',
      ce_source: 'payments',
      ce_type: 'saga.reply',
      ce_time: '2026-01-31T12:00:00Z',
      ce_sagaid: 'order-7',
      ce_sagastep: 'charge',
      ce_sagaattempt: '1',
      ce_sagadirection: 'do',
      ce_causationid: 'order-7:charge:do:1',
      'content-type': 'application/json',
    });
  });

  it('has of a failure what the contract says, whatever else its owner keeps with it', () => {
    const failure = { code: 'card-declined', message: 'No funds', step: 'charge' };
    const news = {
      kind: 'lifecycle',
      id: 'n-1',
      sagaId: 'order-7',
      definition: 'order',
      version: 1,
    } as const;
    const { value } = codec.encode({ ...news, state: 'compensated', failure, time: '2026-01-31T12:00:00Z' });
    expect(JSON.parse(value as string)).toMatchObject({
      failure: { code: 'card-declined', message: 'No funds' },
    });
    expect(value).not.toContain('charge');
  });
});
