import { join } from 'node:path';
import { recorded } from '../testing/recorded.js';

const PLACE_ORDER = join(__dirname, '../../../shop/sagas/place-order.yaml');

interface Document {
  asyncapi: string;
  channels: Record<string, { address: string; messages: Record<string, { description: string }> }>;
}

async function printed(args: string[]): Promise<Document> {
  const { status, out } = await recorded(['asyncapi', ...args]);
  expect(status).toBe(0);
  return JSON.parse(out) as Document;
}

it('describes the messages of a definition, which has no version in a file', async () => {
  const { asyncapi, channels } = await printed([PLACE_ORDER, '--topic-prefix', 'try.']);
  expect(asyncapi).toBe('3.0.0');
  const { address, messages } = channels['try.saga.command.payments']!;
  expect(address).toBe('try.saga.command.payments');
  expect(messages['payments.refund']!.description).toBe('- undoes charge of place-order');
});

it('describes what all sagas have in common when no file is named', async () => {
  const { channels } = await printed([]);
  expect(Object.keys(channels)).toEqual([
    ...['saga.start', 'saga.reply', 'saga.signal', 'saga.lifecycle', 'saga.dead-letter'],
  ]);
});

it('tells the faults of a definition in place of it', async () => {
  const { status, out, err } = await recorded(['asyncapi', '-'], { stdin: 'name: order\nsteps: []\n' });
  expect({ status, out }).toEqual({ status: 1, out: '' });
  expect(err).toContain('fix:');
});
