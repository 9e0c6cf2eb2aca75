import { createInMemoryBus } from '@saga/bus';
import { createCodec, type Json } from '@saga/contracts';
import { readConfig, type RunningCoordinator, startCoordinator } from '@saga/coordinator';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { createLogger } from '@saga/telemetry';
import { setTimeout as pause } from 'node:timers/promises';
import { recorded } from '../testing/recorded.js';
import { scratchFolder } from '../testing/scratch-folder.js';

const ORDER = `
name: order
choreography:
  keep: 1s
  events:
    placed: { type: order.placed, topic: shop, key: event.data.order, starts: true }
    paid: { type: payment.taken, topic: bank, key: event.data.order }`;

const folder = scratchFolder();
const bus = createInMemoryBus();
const codec = createCodec({ source: 'spec' });

let database: TestDatabase;
let coordinator: RunningCoordinator;
let sent = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const config = readConfig({
    ...{ DATABASE_URL: database.url, KAFKA_BROKERS: 'in-memory:0', PORT: '0' },
    OBSERVED_TOPICS: 'parcels',
  });
  coordinator = await startCoordinator(config, { bus, log: createLogger({ name: 'spec', level: 'silent' }) });
});
afterAll(async () => {
  await coordinator.stop();
  await bus.close();
  await database.dispose();
  folder.remove();
});

const sagactl = (...args: string[]) => recorded([...args, '--url', coordinator.url]);

async function event(topic: string, type: string, data: Json) {
  const id = `e-${++sent}`;
  const told = { kind: 'event' as const, id, source: 'spec', type, data, time: new Date().toISOString() };
  await bus.publish([codec.encodeDomainEvent(told, { topic, key: id })]);
}

/** What the command prints once all of these events are counted: they are in two ways, some seconds apart. */
async function counted(): Promise<string[]> {
  for (;;) {
    const { out } = await sagactl('unknown');
    if (/no-saga +1 /.test(out) && /parcel.packed +unknown-type +3 /.test(out)) return out.split('\n');
    await pause(50);
  }
}

it('lists nothing when all events are known', async () => {
  expect(await sagactl('unknown')).toEqual({
    ...{ status: 0, err: '', out: 'TOPIC  TYPE  REASON  COUNT  FIRST SEEN  LAST SEEN  SAMPLE\n' },
  });
});

it('lists what no definition knows and what no saga took, and says what to do about each', async () => {
  await sagactl('register', folder.write('order.yaml', ORDER));
  await event('bank', 'payment.taken', { order: 'nobody' });
  await event('shop', 'order.rated', { text: 'long '.repeat(40) });
  for (let i = 0; i < 3; i++) await event('parcels', 'parcel.packed', { parcel: 7 });

  const lines = await counted();
  const rows = lines.slice(1, 4).map((line) => line.split(/ {2,}/));
  const at = expect.stringMatching(/^20.*Z$/);
  expect(rows.sort()).toEqual([
    ['bank', 'payment.taken', 'no-saga', '1', at, at, '{"order":"nobody"}'],
    ['parcels', 'parcel.packed', 'unknown-type', '3', at, at, '{"parcel":7}'],
    ['shop', 'order.rated', 'unknown-type', '1', at, at, expect.stringMatching(/^\{"text":"long .{86}…$/)],
  ]);
  expect(lines.slice(4)).toEqual([
    '',
    'unknown-type: draft a definition of them by  sagactl discover --topics parcels,shop',
    '',
    "no-saga: look at the events' keys, and at `key` and `keep` in the definition that waits for them",
    '',
  ]);
  const json = JSON.parse((await sagactl('unknown', '--limit', '1', '--format', 'json')).out) as object[];
  expect(json).toEqual([expect.objectContaining({ count: expect.any(Number), sample: expect.any(Object) })]);
}, 30_000);

it('refuses a limit that is too large', async () => {
  const { status, err } = await sagactl('unknown', '--limit', '501');
  expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('at limit') });
});
