import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createKafkaBus } from '@saga/bus';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import {
  BusinessFailure,
  type CommandHandlers,
  createParticipant,
  inMemoryBarrier,
  type Participant,
} from '@saga/participant';
import { type CoordinatorProcess, startCoordinatorProcess } from './coordinator-process.js';

const FILM = {
  name: 'film',
  steps: [
    {
      ...{ name: 'encode', command: 'studio.encode', timeout: '3s', retry: { attempts: 1 } },
      ...{ input: { tells: '${ input.tells }' }, compensate: 'studio.discard' },
    },
  ],
};
const PREMIERE = {
  name: 'premiere',
  steps: [
    {
      name: 'both',
      parallel: {
        branches: {
          film: [
            {
              name: 'encode',
              command: 'studio.encode',
              input: { tells: true },
              compensate: 'studio.discard',
            },
          ],
          hall: [{ name: 'rent', command: 'halls.rent', compensate: 'none' }],
        },
      },
    },
  ],
};
const ENCODING_MS = 6_000;

interface Saga {
  state: string;
  steps: { name: string; attempt: number; progress: { fraction: number; note: string } | null }[];
  history: { type: string }[];
}

describe('a step that takes longer than its timeout, over a real broker', () => {
  const prefix = `long-${randomUUID().slice(0, 8)}.`;
  let database: TestDatabase;
  let bus: Bus;
  let coordinator: CoordinatorProcess;
  let participants: Participant[];
  const gaveUp = new Map<string, string>();

  const handlers: Record<string, CommandHandlers<undefined>> = {
    studio: {
      async 'studio.encode'({ sagaId, input }, { signal, progress }) {
        signal.addEventListener('abort', () => gaveUp.set(sagaId, (signal.reason as { code: string }).code));
        const [began, until] = [Date.now(), sagaId === 'premiere' ? 60_000 : ENCODING_MS];
        while (Date.now() - began < until) {
          await pause(100, undefined, { signal });
          if (input.tells) progress((Date.now() - began) / until, 'encoding');
        }
      },
      'studio.discard': async () => {},
    },
    halls: {
      async 'halls.rent'({ sagaId }) {
        while ((await saga(sagaId)).steps.find(({ name }) => name === 'encode')!.progress === null)
          await pause(20);
        throw new BusinessFailure('no-hall', 'they are all let');
      },
    },
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'long-spec' });
    participants = Object.entries(handlers).map(([name, own]) =>
      createParticipant({
        ...{ name, bus, barrier: inMemoryBarrier(), handlers: own, topicPrefix: prefix },
        lookAhead: true,
      }),
    );
    await Promise.all(participants.map((each) => each.start()));
    coordinator = await startCoordinatorProcess({
      env: {
        DATABASE_URL: database.url,
        TOPIC_PREFIX: prefix,
        CONSUMER_GROUP: `${prefix}coordinator`,
        OUTBOX_SWEEP_AFTER_S: '1',
      },
    });
    for (const definition of [FILM, PREMIERE]) await post('/v1/definitions', definition);
  }, 60_000);

  afterAll(async () => {
    await coordinator?.stop();
    for (const participant of participants ?? []) await participant.stop();
    await bus?.close();
    await database?.dispose();
  }, 60_000);

  async function post(path: string, body: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(coordinator.url + path, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
  }
  const saga = async (id: string) =>
    (await (await fetch(`${coordinator.url}/v1/sagas/${id}`)).json()) as Saga;

  async function until(id: string, isSo: (saga: Saga) => boolean): Promise<Saga> {
    for (;;) {
      const found = await saga(id);
      if (isSo(found)) return found;
      await pause(50);
    }
  }

  it('is waited for while its participant tells of its progress, which is shown', async () => {
    await post('/v1/sagas', { definition: 'film', id: 'telling', input: { tells: true } });
    const half = await until('telling', ({ steps }) => (steps[0]?.progress?.fraction ?? 0) > 0.5);
    expect(half.steps[0]!.progress).toMatchObject({ note: 'encoding' });
    const done = await until('telling', ({ state }) => state !== 'running');
    expect(done).toMatchObject({ state: 'completed', steps: [{ attempt: 1, progress: null }] });
    expect(gaveUp.has('telling')).toBe(false);
    const told = done.history.filter(({ type }) => type === 'step-progressed').length;
    expect(told).toBeGreaterThanOrEqual(2);
    expect(told).toBeLessThanOrEqual(ENCODING_MS / 1_000 + 1);
  }, 60_000);

  it('is given up on both sides when it does not', async () => {
    await post('/v1/sagas', { definition: 'film', id: 'silent', input: { tells: false } });
    const { state } = await until(
      'silent',
      (each) => each.state !== 'running' && each.state !== 'compensating',
    );
    expect(state).toBe('compensated');
    expect(['reply-overdue', 'saga-turned-round']).toContain(gaveUp.get('silent'));
  }, 60_000);

  it('is given up when another step is refused meanwhile, long before it would be done', async () => {
    await post('/v1/sagas', { definition: 'premiere', id: 'premiere', input: {} });
    const { state } = await until('premiere', (each) => !['running', 'compensating'].includes(each.state));
    expect(state).toBe('compensated');
    expect(gaveUp.get('premiere')).toBe('saga-turned-round');
  }, 50_000);
});
