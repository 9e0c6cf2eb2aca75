import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import specification from '@asyncapi/specs/schemas/3.0.0.json';
import { compile, conversationOf, parseDefinition } from '@saga/definition';
import Ajv, { type ValidateFunction } from 'ajv';
import { type Json, type JsonObject, topics } from '../index.js';
import type { Conversation } from './conversation.js';
import { asyncApi } from './document.js';

const ROOT = join(__dirname, '../../../..');

interface Message {
  name?: string;
  summary: string;
  description: string;
  headers: JsonObject;
  payload: JsonObject;
}

interface Channel {
  address: string;
  messages: Record<string, Message>;
}

interface Operation {
  action: string;
  channel: { $ref: string };
  messages: { $ref: string }[];
  reply?: { messages: { $ref: string }[] };
}

interface Document {
  channels: Record<string, Channel>;
  operations: Record<string, Operation>;
  components: { schemas: JsonObject };
}

const documentOf = (...conversations: Conversation[]) =>
  asyncApi({ topics: topics(), conversations }) as unknown as Document;
const definition = (path: string) => parseDefinition(readFileSync(join(ROOT, path), 'utf8'));
const conversation = (written: unknown, version = 1) => conversationOf(compile(written, version));

const examples = readdirSync(join(ROOT, 'docs/examples/sagas')).map((file) =>
  conversation(definition(`docs/examples/sagas/${file}`)),
);
const shop = conversation(definition('services/shop/sagas/place-order.yaml'), 3);

// The schema of AsyncAPI brings along the one of JSON Schema itself.
const isAsyncApi = new Ajv({
  strict: false,
  validateFormats: false,
  meta: false,
  validateSchema: false,
}).compile(specification);

/** The complaints of the official schema of AsyncAPI. */
function complaintsAbout(document: unknown): unknown[] {
  return isAsyncApi(document) ? [] : isAsyncApi.errors!;
}

/** Where the references of a document lead that lead nowhere. */
function danglingIn(document: JsonObject): string[] {
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!);
  const follow = (ref: string) =>
    ref
      .slice(2)
      .split('/')
      .reduce<Json | undefined>((at, key) => (at as JsonObject | undefined)?.[key], document);
  return refs.filter((ref) => !ref.startsWith('#/') || follow(ref) === undefined);
}

/** Tells whether a value fits a schema of the document. */
function validator(document: Document, schema: JsonObject): ValidateFunction {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  return ajv.compile({ ...schema, components: document.components });
}

describe('an AsyncAPI document', () => {
  it.each([
    ['of the messages that all sagas have in common', []],
    ['of the shop', [shop]],
    ['of all sample sagas', examples],
  ])('%s is one as AsyncAPI 3.0 has it, and its references lead somewhere', (_what, conversations) => {
    const document = documentOf(...conversations);
    expect(complaintsAbout(document)).toEqual([]);
    expect(danglingIn(document as unknown as JsonObject)).toEqual([]);
  });

  it('would not pass for one with a fault', () => {
    const document = documentOf(shop);
    document.operations['broken'] = { ...Object.values(document.operations)[0]!, action: 'shout' };
    expect(complaintsAbout(document)).not.toEqual([]);
  });

  it('has a channel for each participant, with its commands, and for what sagas have in common', () => {
    const { channels } = documentOf(shop);
    expect(
      Object.values(channels).map(({ address, messages }) => [address, ...Object.keys(messages)]),
    ).toEqual([
      ['saga.start', 'start', 'undo'],
      ['saga.reply', 'reply', 'progress'],
      ['saga.signal', 'signal'],
      ['saga.lifecycle', 'lifecycle'],
      ['saga.dead-letter', 'dead-letter'],
      ['saga.command.inventory', 'inventory.release', 'inventory.reserve'],
      ['saga.command.orders', 'orders.cancel', 'orders.confirm', 'orders.open'],
      ['saga.command.payments', 'payments.charge', 'payments.refund'],
      ['saga.command.shipping', 'shipping.book'],
    ]);
  });

  it('tells of a command who sends it, what is in it, and that it is answered', () => {
    const { channels, operations } = documentOf(shop);
    expect(channels['saga.command.orders']!.messages['orders.confirm']).toMatchObject({
      description: '- does confirm of place-order, version 3',
      headers: { properties: { ce_type: { const: 'orders.confirm' } } },
      payload: {
        required: ['input'],
        properties: { input: { type: 'object', required: ['orderId'], properties: { orderId: {} } } },
      },
    });
    expect(operations['send.saga.command.orders.orders.confirm']).toMatchObject({
      action: 'send',
      reply: { messages: [{ $ref: '#/channels/saga.reply/messages/reply' }] },
    });
  });

  it('names the topics as they are on the broker', () => {
    const { channels } = asyncApi({ topics: topics('try.'), conversations: [shop] }) as unknown as Document;
    for (const { address } of Object.values(channels)) expect(address).toMatch(/^try\.saga\./);
  });

  it('takes several inputs for one command of several steps', () => {
    const steps = ['${ input.order }', 7].map((order, i) => ({
      ...{
        name: `step${i}`,
        command: 'mail.send',
        input: { order, kind: 'note', list: [1, '${ input.x }'] },
      },
      compensate: 'none',
    }));
    const { channels } = documentOf(conversation({ name: 'notes', steps }));
    const { payload } = channels['saga.command.mail']!.messages['mail.send']!;
    const fits = validator(documentOf(), payload);
    const input = { order: 8, kind: 'note', list: [1, 2] };
    expect(fits({ input })).toBe(true);
    expect(fits({ input: { ...input, kind: 'letter' } })).toBe(false);
    expect(fits({ input: { ...input, list: [1] } })).toBe(false);
    expect(fits({ input: { kind: 'note', list: [1, 2] } })).toBe(false);
  });

  it('tells of events which definitions they start, which steps wait for them, and which are published', () => {
    const events: Conversation = {
      ...{ definition: 'order', version: 2, commands: [] },
      hears: [
        { topic: 'shop', type: 'order.placed', step: null },
        { topic: 'bank', type: 'payment received', step: 'paid' },
      ],
      publishes: [
        { topic: 'bank', type: 'charge.cancelled', step: 'charged', data: { id: '${ input.id }' } },
      ],
    };
    const document = documentOf(events);
    expect(complaintsAbout(document)).toEqual([]);
    const { channels, operations } = document;
    expect(channels['shop']!.messages['order.placed']!.description).toBe('- starts order, version 2');
    const { messages } = channels['bank']!;
    expect(messages['payment_20_received']).toMatchObject({
      name: 'payment received',
      description: '- is awaited by paid of order, version 2',
      payload: {},
    });
    expect(messages['charge.cancelled']).toMatchObject({
      description: '- undoes charged of order, version 2',
      payload: { required: ['id'] },
    });
    expect(operations['receive.bank.payment_20_received']!.action).toBe('receive');
    expect(operations['send.bank.charge.cancelled']!.action).toBe('send');
  });
});

describe('the examples of docs/contract.md', () => {
  const page = readFileSync(join(ROOT, 'docs/contract.md'), 'utf8');
  const shown = [...page.matchAll(/```json (\S+)\n([^]*?)\n```/g)].map(
    ([, kind, text]) =>
      [kind!, JSON.parse(text!) as { topic: string; headers: JsonObject; value: JsonObject }] as const,
  );
  const document = documentOf(
    conversation({
      name: 'place-order',
      startOn: [{ event: 'order.placed', topic: 'shop.orders', key: 'event.data.orderId' }],
      steps: [
        {
          ...{ name: 'charge', command: 'payments.charge', compensate: 'payments.refund' },
          ...{ input: { orderId: '${ input.orderId }', amountCents: 1800 }, status: 'payments.status' },
        },
      ],
    }),
  );

  function messageFor({ topic, headers }: { topic: string; headers: JsonObject }): Message {
    const messages = Object.values(document.channels[topic]!.messages);
    const found = messages.find((message) => validator(document, message.headers)(headers));
    if (!found) throw new Error(`no message of ${topic} has such headers`);
    return found;
  }

  it.each(shown)('fit the schemas of their messages: %s', (_kind, example) => {
    const message = messageFor(example);
    if ('base64' in example.value) return;
    const fits = validator(document, message.payload);
    expect({ fits: fits(example.value), errors: fits.errors }).toEqual({ fits: true, errors: null });
  });

  it('fit no more when a field is missing', () => {
    for (const [, example] of shown.filter(([kind]) => !['reply', 'event'].includes(kind))) {
      expect(validator(document, messageFor(example).payload)({})).toBe(false);
    }
  });

  it.each(['ce_id', 'ce_sagaid', 'ce_sagastep', 'ce_causationid'])('fit no more without %s', (header) => {
    const [, example] = shown.find(([kind]) => kind === 'reply')!;
    const { [header]: _, ...headers } = example.headers;
    expect(() => messageFor({ ...example, headers })).toThrow('no message');
  });
});
