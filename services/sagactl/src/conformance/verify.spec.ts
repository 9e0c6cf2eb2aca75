import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Bus,
  createInMemoryBus,
  type IncomingMessage,
  type OutgoingMessage,
  type TopicReader,
} from '@saga/bus';
import { createCodec, HEADERS, type JsonObject } from '@saga/contracts';
import {
  type Barrier,
  BusinessFailure,
  type CommandHandlers,
  createParticipant,
  inMemoryBarrier,
  type Participant,
} from '@saga/participant';
import { Exchange } from './exchange.js';
import type { Subject } from './subject.js';
import { Trial } from './trial.js';
import { type Finding, RULES, verify } from './verify.js';

const SUBJECT: Subject = {
  participant: 'payments',
  command: 'payments.charge',
  input: { order: '{saga}' },
  undo: 'payments.refund',
  status: 'payments.status',
  refusedInput: { order: '{saga}', card: 'declined' },
  slowInput: { order: '{saga}', card: 'slow' },
};
const codec = createCodec({ source: 'sagactl' });
const CONTRACT = readFileSync(join(__dirname, '../../../../docs/contract.md'), 'utf8');

/** What is wrong with a participant. */
interface Sabotage {
  /** What it gets of a message. */
  incoming?(message: IncomingMessage): IncomingMessage | null;
  /** In which order it gets what is there. */
  order?(messages: IncomingMessage[]): IncomingMessage[];
  /** What it sends in place of a message. */
  outgoing?(message: OutgoingMessage): OutgoingMessage | null;
  /** What lies on the topics in place of a message. */
  lying?(message: IncomingMessage): IncomingMessage;
  barrier?: Barrier<undefined>;
  handlers?: CommandHandlers<undefined>;
}

let bus: Bus & TopicReader;
let participant: Participant | undefined;
let exchange: Exchange;

/** Starts a participant that charges and refunds, with something wrong with it or nothing, and begins to listen to it. */
async function begin(wrong: Sabotage = {}, timeoutMs = 500): Promise<void> {
  bus = createInMemoryBus();
  let charges = 0;
  const handlers: CommandHandlers<undefined> = {
    'payments.charge': async ({ input }): Promise<JsonObject> => {
      if (input.card === 'declined') throw new BusinessFailure('card-declined', 'no funds');
      if (input.card === 'slow') await new Promise((resolve) => setTimeout(resolve, 50));
      return { payment: ++charges };
    },
    'payments.refund': () => ({ refund: ++charges }),
    ...wrong.handlers,
  };
  participant = createParticipant({
    ...{ name: 'payments', bus: sabotaged(bus, wrong), handlers },
    barrier: wrong.barrier ?? inMemoryBarrier(),
  });
  await participant.start();
  exchange = new Exchange(asSeen(bus, wrong), codec, 'payments', timeoutMs);
  await exchange.open();
}

afterEach(async () => {
  await exchange?.close();
  await participant?.stop();
  await bus?.close();
});

function sabotaged(honest: Bus, { incoming, order, outgoing }: Sabotage): Bus {
  return {
    ...bound(honest),
    publish: (messages) =>
      honest.publish(outgoing ? messages.flatMap((each) => outgoing(each) ?? []) : messages),
    consume: ({ onBatch, ...options }) =>
      honest.consume({
        ...options,
        onBatch(batch) {
          const messages = incoming ? batch.messages.flatMap((each) => incoming(each) ?? []) : batch.messages;
          return onBatch({ ...bound(batch), messages: order ? order(messages) : messages });
        },
      }),
  };
}

function asSeen(honest: Bus & TopicReader, { lying }: Sabotage): Bus & TopicReader {
  return {
    ...bound(honest),
    async *read(options) {
      for await (const excerpt of honest.read(options))
        yield { ...excerpt, messages: lying ? excerpt.messages.map(lying) : excerpt.messages };
    },
  };
}

/** All of an object, methods included. */
function bound<T extends object>(whole: T): T {
  return new Proxy(whole, {
    ownKeys: () => [...Object.keys(whole), ...Object.getOwnPropertyNames(Object.getPrototypeOf(whole))],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** A barrier that mistakes commands for others. */
function mistaking(as: (command: Parameters<Barrier<undefined>['pass']>[0]) => object): Barrier<undefined> {
  const barrier = inMemoryBarrier();
  return { ...barrier, pass: (command, passage) => barrier.pass({ ...command, ...as(command) }, passage) };
}

const forgetful = mistaking(() => ({ step: randomUUID(), direction: 'do' }));
const headerIs = (name: string, value: string) => (message: { headers: Record<string, string> }) =>
  message.headers[name] === value;
const without = <T extends { headers: Record<string, string> }>(message: T, name: string): T => {
  const { [name]: _, ...headers } = message.headers;
  return { ...message, headers };
};
const withHeader = <T extends { headers: Record<string, string> }>(
  message: T,
  name: string,
  value: string,
): T => ({
  ...message,
  headers: { ...message.headers, [name]: value },
});
const deaf = (to: (message: IncomingMessage) => boolean): Sabotage => ({
  incoming: (message) => (to(message) ? null : message),
});
const says = (text: string) => (message: IncomingMessage) =>
  message.value?.toString().startsWith(text) ?? false;
const alwaysTells = (outcome: string): Sabotage => ({ handlers: { 'payments.status': () => ({ outcome }) } });
const onReplies = (change: (message: OutgoingMessage) => OutgoingMessage | null): Sabotage => ({
  outgoing: (message) => (message.topic === codec.topics.reply ? change(message) : message),
});
const onDeadLetters = (change: (message: OutgoingMessage) => OutgoingMessage | null): Sabotage => ({
  outgoing: (message) => (message.topic === codec.topics.deadLetter ? change(message) : message),
});

const BROKEN: Record<string, Sabotage> = {
  answers: onReplies(() => null),
  repetition: { barrier: forgetful },
  'later-attempt': { barrier: mistaking(({ step, attempt }) => ({ step: `${step}#${attempt}` })) },
  'first-attempt-lost': { barrier: mistaking(({ step, attempt }) => ({ step: `${step}#${attempt}` })) },
  compensation: {
    handlers: {
      'payments.refund': () => {
        throw new Error('not today');
      },
    },
  },
  'compensation-repeated': { barrier: forgetful },
  'compensation-first': { barrier: forgetful },
  'command-after-compensation': { barrier: forgetful },
  'steps-apart': { barrier: mistaking(() => ({ step: 'the only one' })) },
  refusal: {
    handlers: {
      'payments.charge': ({ input }) => {
        if (input.card === 'declined') throw new Error('no funds');
        return {};
      },
    },
  },
  'refusal-undone': { barrier: forgetful },
  'refusal-reconsidered': { barrier: mistaking(() => ({ attempt: 1 })) },
  protobuf: { incoming: (message) => withHeader(message, HEADERS.contentType, 'application/json') },
  'optional-headers': deaf(({ headers }) => headers[HEADERS.time] === undefined),
  'other-headers': deaf(headerIs('ce_novelty', 'yes')),
  'broken-traceparent': deaf(headerIs(HEADERS.traceparent, '00-nothing')),
  'unknown-command': deaf(headerIs(HEADERS.type, 'payments.no-such-command')),
  'malformed-json': {
    incoming(message) {
      JSON.parse(message.value!.toString());
      return message;
    },
  },
  'malformed-protobuf': deaf(headerIs(HEADERS.contentType, 'application/protobuf')),
  'other-content-type': deaf(headerIs(HEADERS.contentType, 'application/xml')),
  'no-object': deaf(says('[')),
  'no-saga': onDeadLetters(() => null),
  'no-step': onDeadLetters((message) => ({
    ...message,
    value: message.value.toString().replace(/"value":"\w+/, '"value":"'),
  })),
  'bad-attempt': {
    incoming: (message) => (message.headers[HEADERS.attempt] === 'one' ? null : message),
  },
  'bad-direction': {
    incoming(message) {
      if (message.headers[HEADERS.direction] === 'sideways') throw new Error('which way?');
      return message;
    },
  },
  'no-id': onDeadLetters((message) => ({
    ...message,
    value: message.value.toString().replaceAll('x-mark', 'y'),
  })),
  order: { order: (messages) => [...messages].reverse() },
  'compensation-behind': { order: (messages) => [...messages].reverse() },
  'slow-command': deaf(headerIs(HEADERS.step, 'behind')),
  'status-not-done': alwaysTells('done'),
  'status-done': alwaysTells('done'),
  'status-anew': alwaysTells('not-done'),
  'status-undone': alwaysTells('not-done'),
  'status-refused': alwaysTells('unknown'),
  'reply-headers': onReplies((message) => without(message, HEADERS.source)),
  'reply-value': onReplies((message) => ({
    ...message,
    value: message.value.toString().replace('{"technicalFailure"', '{"output":{},"technicalFailure"'),
  })),
  'reply-address': onReplies((message) => withHeader(message, HEADERS.attempt, '1')),
  'reply-key': onReplies((message) => ({ ...message, key: 'payments' })),
  'reply-partition': { lying: (message) => ({ ...message, partition: message.partition + 1 }) },
  'reply-id': onReplies((message) => withHeader(message, HEADERS.id, randomUUID())),
  'failure-code': onReplies((message) => ({
    ...message,
    value: message.value.toString().replace('unknown-command', 'Unknown command!'),
  })),
  trace: onReplies((message) => without(message, HEADERS.traceparent)),
};

describe('a participant of the SDK', () => {
  it('keeps every rule', async () => {
    await begin({}, 10_000);
    const findings = await verify(exchange, SUBJECT);
    expect(findings.filter(({ result }) => result !== 'kept')).toEqual([]);
    expect(findings.map(({ rule }) => rule.name)).toEqual(RULES.map(({ name }) => name));
  }, 30_000);

  it('need not be asked for what nobody knows of it', async () => {
    await begin({}, 10_000);
    const { participant: name, command, input } = SUBJECT;
    const findings = await verify(exchange, { participant: name, command, input });
    const missing = (finding: Finding) => (finding.result === 'not-tried' ? [finding.because] : []);
    expect(new Set(findings.flatMap(missing))).toEqual(
      new Set([
        ...[
          'needs --undo',
          'needs --refused-input',
          'needs --undo and --refused-input',
          'needs --slow-input',
        ],
        ...['needs --status', 'needs --status and --undo', 'needs --status and --refused-input'],
      ]),
    );
    expect(findings.filter(({ result }) => result === 'broken')).toEqual([]);
  }, 30_000);
});

describe('a participant that breaks a rule', () => {
  it.each(RULES.map((rule) => [rule.name, rule] as const))('%s is found out', async (name, rule) => {
    await begin(BROKEN[name]);
    // For the rules about every answer there have to be some: of the three kinds, and to attempts that are not the first.
    for (const other of ['later-attempt', 'unknown-command'])
      await RULES.find((each) => each.name === other)!.check(new Trial(exchange, SUBJECT, `before-${other}`));
    const breach = await rule.check(new Trial(exchange, SUBJECT, `of-${name}`));
    expect(breach).toEqual({
      sent: expect.any(String),
      expected: expect.any(String),
      came: expect.any(String),
    });
  });

  it('silent ones are asked for nothing else', async () => {
    await begin(BROKEN['answers']);
    const findings = await verify(exchange, SUBJECT);
    expect(findings.map(({ result }) => result)).toEqual([
      'broken',
      ...Array.from({ length: RULES.length - 1 }, () => 'not-tried'),
    ]);
  });
});

it.each(RULES.map(({ name, section }) => [name, section]))(
  '%s is written in docs/contract.md#%s',
  (_name, section) => {
    const headings = [...CONTRACT.matchAll(/^## (.*)$/gm)].map(([, heading]) =>
      heading!
        .toLowerCase()
        .replace(/[^a-z ]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(headings).toContain(section);
  },
);
