import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from './compile.js';
import { conversationOf } from './conversation.js';
import { parseDefinition } from './parse-definition.js';

const example = (name: string) =>
  readFileSync(join(__dirname, `../../../docs/examples/sagas/${name}.yaml`), 'utf8');
const conversation = (definition: unknown) => conversationOf(compile(definition, 3));

it('tells which commands are sent for which steps, with which input', () => {
  const definition = {
    name: 'order',
    steps: [
      {
        ...{ name: 'charge', command: 'payments.charge', input: { order: '${ input.id }' } },
        compensate: { command: 'payments.refund', verify: 'payments.is-free' },
        status: 'payments.status',
        lock: { key: 'input.id' },
        reread: { command: 'payments.look', unchanged: 'true', input: { at: 1 } },
      },
    ],
  };
  const input = { order: '${ input.id }' };
  expect(conversation(definition)).toEqual({
    ...{ definition: 'order', version: 3, publishes: [], hears: [] },
    commands: [
      { name: 'payments.charge', direction: 'do', step: 'charge', input },
      { name: 'payments.refund', direction: 'undo', step: 'charge', input },
      { name: 'payments.look', direction: 'do', step: 'charge.reread', input: { at: 1 } },
      { name: 'payments.status', direction: 'do', step: 'charge.status', input },
      { name: 'payments.is-free', direction: 'do', step: 'charge.verified', input },
    ],
  });
});

it('finds them however deep they lie', () => {
  const names = conversation(parseDefinition(example('fulfil-order'))).commands.map(({ name }) => name);
  expect(names).toEqual([
    ...['stock.reserve', 'stock.release', 'cards.charge', 'cards.refund'],
    ...['invoices.issue', 'invoices.cancel', 'post.ship', 'mail.send'],
  ]);
});

it('leaves out what is done by sagas of other definitions', () => {
  const { commands } = conversation(parseDefinition(example('pay-out-marketplace')));
  expect(commands.some(({ name }) => name === 'pay-seller')).toBe(false);
});

it('tells which events start sagas, and which are waited for', () => {
  const definition = {
    name: 'order',
    startOn: [{ event: 'order.placed', topic: 'shop.orders', key: 'event.data.id' }],
    steps: [
      {
        name: 'paid',
        event: { type: 'payment.received', topic: 'bank', key: 'input.id', match: 'event.data.order' },
      },
    ],
  };
  expect(conversation(definition).hears).toEqual([
    { topic: 'shop.orders', type: 'order.placed', step: null },
    { topic: 'bank', type: 'payment.received', step: 'paid' },
  ]);
});

it('tells what undoes the events of a choreography: commands, and events that are published', () => {
  const definition = {
    name: 'order',
    choreography: {
      events: {
        placed: { ...{ type: 'order.placed', topic: 'shop' }, key: 'event.data.id', starts: true },
        charged: {
          ...{ type: 'charged', topic: 'bank', key: 'event.data.id', after: ['placed'] },
          compensate: { event: 'charge.cancelled', topic: 'bank', input: { id: '${ input.key }' } },
        },
        packed: {
          ...{ type: 'packed', topic: 'depot', key: 'event.data.id', after: ['placed'] },
          compensate: { command: 'depot.unpack', input: {} },
        },
      },
    },
  };
  const { commands, publishes, hears } = conversation(definition);
  expect(commands.map(({ name, direction }) => [name, direction])).toEqual([['depot.unpack', 'undo']]);
  expect(publishes).toEqual([
    { topic: 'bank', type: 'charge.cancelled', step: expect.any(String), data: { id: '${ input.key }' } },
  ]);
  expect(hears.map(({ type }) => type)).toEqual(['order.placed', 'order.placed', 'charged', 'packed']);
});
