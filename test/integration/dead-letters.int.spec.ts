import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus, type OutgoingMessage } from '@saga/bus';
import { createCodec } from '@saga/contracts';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { type CoordinatorProcess, startCoordinatorProcess } from './coordinator-process.js';

const CHATS = 200;
const PREFIX = `letters-${randomUUID().slice(0, 8)}.`;
const PATIENCE_MS = 60_000;
/** Whoever takes a signal twice has ended. */
const CHAT = {
  name: 'chat',
  steps: [
    { name: 'first', signal: 'hello' },
    { name: 'second', signal: 'hello' },
  ],
};
const codec = createCodec({ source: 'spec', prefix: PREFIX });
const ids = Array.from({ length: CHATS }, (_, i) => `chat-${i}`);
const about = (sagaId: string) => ({ source: 'spec', sagaId, time: new Date().toISOString() });
const hello = (id: string): OutgoingMessage =>
  codec.encode({ kind: 'signal', id: `hello ${id}`, ...about(id), name: 'hello', data: {} });
const start = (id: string): OutgoingMessage =>
  codec.encode({ kind: 'start', id: `start ${id}`, ...about(id), definition: 'chat', input: {} });

let database: TestDatabase;
let bus: Bus;
let coordinator: CoordinatorProcess;

const anotherCoordinator = () =>
  startCoordinatorProcess({
    env: {
      ...{ DATABASE_URL: database.url, TOPIC_PREFIX: PREFIX, CONSUMER_GROUP: `${PREFIX}coordinator` },
      OUTBOX_SWEEP_AFTER_S: '1',
    },
  });

beforeAll(async () => {
  database = await createTestDatabase();
  bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'letters-spec' });
  coordinator = await anotherCoordinator();
  await post('/v1/definitions', CHAT);
}, 90_000);

afterAll(async () => {
  await coordinator?.stop();
  await bus?.close();
  await database?.dispose();
}, 60_000);

async function post(path: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${coordinator.url}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return (await answer.json()) as { left: number; letters: { refusal: object | null }[] };
}

async function count(sql: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM ${sql}`,
  );
  return rows[0]!.count;
}

async function untilCount(sql: string, wanted: number): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  for (let seen; (seen = await count(sql)) !== wanted; await pause(50))
    if (Date.now() > giveUpAt) throw new Error(`${sql}: ${seen} in place of ${wanted}`);
}

const redriveAll = () =>
  post('/v1/dead-letters/redrive', {
    by: 'ann',
    reason: 'the sagas run now',
    code: 'unknown-saga',
    limit: 500,
  });

it(`${CHATS} letters are redriven while coordinators are killed: each message has one effect`, async () => {
  await bus.publish(ids.map(hello));
  await untilCount(`saga.dead_letters WHERE state = 'open' AND cause_code = 'unknown-saga'`, CHATS);
  await bus.publish(ids.map(start));
  await untilCount('saga.sagas', CHATS);

  for (const redriven of [20, 70, 130]) {
    const cutOff = redriveAll().then(
      () => false,
      () => true,
    );
    while ((await count(`saga.dead_letters WHERE state = 'redriven'`)) < redriven) await pause(1);
    await coordinator.kill();
    expect(await cutOff).toBe(true);
    coordinator = await anotherCoordinator();
  }
  const { letters } = await redriveAll();
  expect(letters.filter(({ refusal }) => refusal)).toEqual([]);

  await untilCount(`saga.history WHERE type = 'step-succeeded'`, CHATS);
  // Whatever would be published once more is, by then.
  await pause(3_000);
  expect(await count(`saga.history WHERE type = 'step-succeeded'`)).toBe(CHATS);
  expect(await count(`saga.sagas WHERE status = 'running'`)).toBe(CHATS);
  expect(await count('saga.outbox')).toBe(0);
  const { rows } = await database.pool.query(
    'SELECT state, count(*)::integer FROM saga.dead_letters GROUP BY state',
  );
  expect(rows).toEqual([{ state: 'redriven', count: CHATS }]);
}, 180_000);

it('letters that come again after a crash, or are published twice, are kept once', async () => {
  const cause = { code: 'no-room', message: 'the shelf is full' };
  const original = {
    topic: 'shelf',
    partition: 0,
    offset: '1',
    timestamp: Date.now(),
    key: 'k',
    headers: {},
    value: null,
  };
  const time = new Date().toISOString();
  const letter = (id: string) =>
    codec.encode({ kind: 'dead-letter', id, cause, original, consumerGroup: 'shelf', time });
  await bus.publish([letter('one'), letter('one')]);
  await untilCount(`saga.dead_letters WHERE cause_code = 'no-room'`, 1);
  await coordinator.kill();
  await bus.publish([letter('one'), letter('two')]);
  coordinator = await anotherCoordinator();
  await untilCount(`saga.dead_letters WHERE cause_code = 'no-room'`, 2);
}, 90_000);
