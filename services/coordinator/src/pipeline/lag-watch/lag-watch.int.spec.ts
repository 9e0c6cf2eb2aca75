import { randomUUID } from 'node:crypto';
import { type BatchHandler, type Bus, createKafkaBus, silentLog } from '@saga/bus';
import { createCodec, replyId } from '@saga/contracts';
import { compile } from '@saga/definition';
import { createTestDatabase } from '@saga/dev-stack';
import { createLogger } from '@saga/telemetry';
import { readConfig } from '../../config/coordinator-config.js';
import { startCoordinator } from '../../start-coordinator.js';
import { LagWatch } from './lag-watch.js';

jest.setTimeout(60_000);

const KAFKA_BROKERS = process.env['KAFKA_BROKERS']!;
const PATIENT = {
  name: 'patient',
  steps: [
    {
      name: 'charge',
      command: 'payments.charge',
      compensate: 'none',
      timeout: '3s',
      retry: { attempts: 1 },
      clock: 'while-consuming',
    },
  ],
};

let prefix: string;
const buses: Bus[] = [];

beforeEach(() => (prefix = `lag-${randomUUID()}.`));
afterEach(() => Promise.all(buses.splice(0).map((bus) => bus.close())));

function connect(): Bus {
  const session = { sessionTimeout: 6_000, heartbeatInterval: 200, rebalanceTimeout: 10_000 };
  const bus = createKafkaBus({ brokers: KAFKA_BROKERS.split(','), clientId: 'lag-watch-spec', session });
  buses.push(bus);
  return bus;
}

const topic = () => `${prefix}saga.command.payments`;

/** A member of the group of `payments`. */
function join(onBatch: BatchHandler, bus = connect()) {
  return bus.consume({ group: `${prefix}saga-participant-payments`, topics: [topic()], onBatch });
}

describe('on a real Kafka', () => {
  let bus: Bus;
  let watch: LagWatch;

  beforeEach(async () => {
    bus = connect();
    const withStoppingClocks = async () => [compile(PATIENT, 1)];
    watch = new LagWatch(bus, { withStoppingClocks }, prefix, silentLog);
    await bus.ensureTopics([{ name: topic(), partitions: 1 }]);
    await watch.look();
  });

  const send = (...values: string[]) =>
    bus.publish(values.map((value) => ({ topic: topic(), key: 'order-1', headers: {}, value })));
  const isLagging = async () => {
    await watch.look();
    return watch.lagging.has('payments');
  };
  async function until(lagging: boolean): Promise<void> {
    while ((await isLagging()) !== lagging) await new Promise((resolve) => setTimeout(resolve, 50));
  }

  it('a participant lags while it is stopped and commands wait for it', async () => {
    const member = await join(async () => undefined);
    await send('1');
    await until(false);
    await member.stop();
    expect(await isLagging()).toBe(false);
    await send('2');
    await until(true);
    await join(async () => undefined);
    await until(false);
  });

  it('a participant lags by the commands behind one that takes long, not by that one', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    await join(() => released);
    await send('1');
    expect([await isLagging(), await isLagging(), await isLagging()]).toEqual([false, false, false]);
    await send('2');
    await until(true);
    release();
    await until(false);
  });

  it('a participant lags while it rebalances and even one command waits', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    let inHand = () => {};
    const begun = new Promise<void>((resolve) => (inHand = resolve));
    await join(() => {
      inHand();
      return released;
    });
    await send('1');
    await begun;
    expect(await isLagging()).toBe(false);
    const joining = join(() => released);
    await until(true);
    release();
    await joining;
    await until(false);
  });
});

it('a saga waits for a participant that is away, and goes on once it is back', async () => {
  const database = await createTestDatabase();
  const config = readConfig({
    ...{ DATABASE_URL: database.url, KAFKA_BROKERS, PORT: '0' },
    ...{ TOPIC_PREFIX: prefix, CONSUMER_GROUP: `${prefix}coordinator` },
  });
  const log = createLogger({ name: 'spec', level: 'silent' });
  const coordinator = await startCoordinator(config, { log });
  const post = (path: string, body: object) =>
    fetch(`${coordinator.url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
  async function untilHistoryHas(type: string): Promise<string[]> {
    for (;;) {
      const answer = await fetch(`${coordinator.url}/v1/sagas/order-1`);
      const { history } = (await answer.json()) as { history: { type: string }[] };
      const types = history.map((event) => event.type);
      if (types.includes(type)) return types;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  await post('/v1/definitions', PATIENT);
  await post('/v1/sagas', { definition: 'patient', id: 'order-1', input: {} });
  await untilHistoryHas('clock-restarted');

  const codec = createCodec({ source: 'payments', prefix });
  const participant = connect();
  await join(async ({ messages }) => {
    const replies = messages.map(codec.decodeCommand).map(({ id, sagaId, step, attempt, direction }) =>
      codec.encode({
        ...{ kind: 'reply', id: replyId(id), source: 'payments', causationId: id },
        ...{ sagaId, step, attempt, direction, time: new Date().toISOString() },
        outcome: { result: 'success', output: {} },
      }),
    );
    await participant.publish(replies);
  }, participant);
  const history = await untilHistoryHas('saga-completed');
  expect(history.filter((type) => type === 'step-commanded')).toHaveLength(1);

  await coordinator.stop();
  await database.dispose();
});
