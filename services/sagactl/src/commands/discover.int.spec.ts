import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKafkaBus } from '@saga/bus';
import { recorded } from '../testing/recorded.js';
import { scratchFolder } from '../testing/scratch-folder.js';
import { shopTraffic } from '../testing/shop-traffic.js';

jest.setTimeout(60_000);

const brokers = process.env['KAFKA_BROKERS']!.split(',');
const bus = createKafkaBus({ brokers, clientId: 'discover-spec' });
const run = randomUUID();
const topics = { orders: `${run}.orders`, payments: `${run}.payments`, parcels: `${run}.parcels` };
const folder = scratchFolder();

beforeAll(async () => {
  await bus.ensureTopics(Object.values(topics).map((name) => ({ name, partitions: 3 })));
  await bus.publish(shopTraffic(topics, 300));
});
afterAll(async () => {
  await bus.close();
  folder.remove();
});

const discoverOn = async (names: string[], ...args: string[]) => {
  const program = ['discover', '--topics', names.join(), '--brokers', brokers.join(), ...args];
  const { out, ...rest } = await recorded(program);
  return { ...rest, out: out.replaceAll(`${run}.`, '') };
};
const discover = (...args: string[]) => discoverOn(Object.values(topics), ...args);

it('drafts a choreography from the events of three services', async () => {
  const { status, out, err } = await discover();
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toBe(readFileSync(join(__dirname, '../testing/shop-draft.yaml'), 'utf8'));
});

it('drafts what the coordinator would take', async () => {
  const output = join(folder.path, 'draft.yaml');
  expect(await discover('--output', output, '--name', 'shop')).toEqual({ status: 0, out: '', err: '' });
  expect(readFileSync(output, 'utf8')).toMatch(/^name: shop$/m);
  expect(await recorded(['lint', output])).toMatchObject({ status: 0, err: '' });
});

it('gives programs all that it has seen', async () => {
  const { out } = await discover('--format', 'json');
  const { definition, follows, seen } = JSON.parse(out);
  expect(Object.keys(definition.choreography.events)).toHaveLength(7);
  expect(follows).toContainEqual(
    expect.objectContaining({ from: 'paymentDeclined', to: 'orderCancelled', count: 30, max: 1_000 }),
  );
  expect(seen).toMatchObject({ events: 1_306, repetitions: 38, flows: 300, leftOut: 0, unreadable: [] });
});

it('draws what it has found', async () => {
  expect((await discover('--format', 'mermaid')).out).toContain('box1 -->|"270×, 6.2 s"| box2');
  expect((await discover('--format', 'svg')).out).toMatch(/^<\?xml[^]*paymentDeclined[^]*<\/svg>/);
});

it('takes the keys and the start that it is told', async () => {
  const { out } = await discover(
    ...['--key', 'order.placed=event.key', '--key', 'payment.taken=event.data.reference'],
    ...['--start', 'payment.taken'],
  );
  expect(out).toMatch(
    /paymentTaken:\n +type: payment.taken\n.*\n +key: event.data.reference\n +starts: true/,
  );
});

it('watches what comes, and counts what is no event', async () => {
  const topic = `${run}.new`;
  await bus.ensureTopics([{ name: topic, partitions: 1 }]);
  const watching = discoverOn([topic], '--for', '3s');
  await bus.publish([{ topic, key: 'a', headers: {}, value: 'hello' }, ...shopTraffic(sameTopic(topic), 20)]);
  const { out } = await watching;
  expect(out).toMatch(/^# A draft, read off from \d+ events .*in 20 flows on new,$/m);
  expect(out).toContain('# 1 message is no event: missing-header: ce_specversion, such as new/0/0.');
});

it.each([
  ['a topic that is not there', ['--topics', 'nowhere'], 'no such topic: nowhere'],
  ['a time without events', ['--from', '2100-01-01'], 'there are no events on'],
  [
    'a type that is not there',
    ['--start', 'order.plcaed'],
    'there is no event order.plcaed\n  fix: name another',
  ],
  ['a key that is no place', ['--key', 'order.placed=data.id'], '"data.id" is no place in an event'],
  ['no broker', ['--topics', `${run}.orders`, '--brokers', '127.0.0.1:1'], "127.0.0.1:1 can't be read"],
])('says so if there is %s', async (_, args, message) => {
  const { status, err } = await discover(...args);
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining(message) });
});

const sameTopic = (topic: string) => ({ orders: topic, payments: topic, parcels: topic });
