import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Bus, createKafkaBus } from '@saga/bus';
import type { JsonObject } from '@saga/definition';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import { BusinessFailure, createParticipant, inMemoryBarrier, type Participant } from '@saga/participant';
import { type CoordinatorProcess, startCoordinatorProcess } from '../integration/coordinator-process.js';

/** What each participant of the sample sagas answers; a customer or city with "no" in its name is refused. */
const ANSWERS: Record<string, (input: JsonObject) => JsonObject> = {
  'accounts.open': () => ({}),
  'accounts.close': () => ({}),
  'bank.hold': () => ({}),
  'bank.release': () => ({}),
  'bank.capture': () => ({}),
  'bank.pay-out': () => ({}),
  'airline.book': () => ({ booking: 'LH-1' }),
  'airline.reserve-seat': () => ({}),
  'airline.cancel': () => ({}),
  'hotel.book': ({ city }) => {
    if (city === 'Nowhere') throw new BusinessFailure('full', 'there is no hotel');
    return { booking: 'H-1' };
  },
  'hotel.cancel': () => ({}),
  'cars.rent': () => ({}),
  'cars.return': () => ({}),
  'mail.send': () => ({}),
  'mail.decline': () => ({}),
  'risk.score': ({ customer }) => ({ points: customer === 'rich' ? 800 : customer === 'poor' ? 100 : 500 }),
  'desk.review': () => ({ cents: 100_000, clerk: 'bob' }),
  'loans.approve': () => ({}),
  'loans.withdraw': () => ({}),
};

describe('the sample sagas on the real broker', () => {
  const prefix = `examples-${randomUUID().slice(0, 8)}.`;
  let database: TestDatabase;
  let bus: Bus;
  let participants: Participant[];
  let coordinator: CoordinatorProcess;

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createKafkaBus({ brokers: process.env.KAFKA_BROKERS!.split(','), clientId: 'examples' });
    const names = [...new Set(Object.keys(ANSWERS).map((command) => command.split('.')[0]!))];
    participants = names.map((name) => {
      const own = Object.entries(ANSWERS).filter(([command]) => command.startsWith(`${name}.`));
      const handlers = Object.fromEntries(
        own.map(([command, answer]) => [command, ({ input }: { input: JsonObject }) => answer(input)]),
      );
      return createParticipant({ name, bus, barrier: inMemoryBarrier(), handlers, topicPrefix: prefix });
    });
    await Promise.all(participants.map((participant) => participant.start()));
    coordinator = await startCoordinatorProcess({
      env: {
        DATABASE_URL: database.url,
        TOPIC_PREFIX: prefix,
        CONSUMER_GROUP: `${prefix}coordinator`,
        DEFINITIONS_DIR: join(__dirname, '../../docs/examples/sagas'),
      },
    });
  }, 60_000);

  afterAll(async () => {
    await coordinator?.stop();
    await Promise.all((participants ?? []).map((participant) => participant.stop()));
    await bus?.close();
    await database?.dispose();
  }, 60_000);

  /** Runs a saga to its end; gives its state and the steps it took. */
  async function run(definition: string, input: JsonObject): Promise<{ state: string; steps: string[] }> {
    const id = randomUUID();
    const body = JSON.stringify({ definition, id, input });
    const headers = { 'content-type': 'application/json' };
    const started = await fetch(`${coordinator.url}/v1/sagas`, { method: 'POST', headers, body });
    expect(started.status).toBe(201);
    const shown = await fetch(`${coordinator.url}/v1/sagas/${id}?wait=30`);
    const saga = (await shown.json()) as { state: string; steps: { name: string }[] };
    return { state: saga.state, steps: saga.steps.map(({ name }) => name) };
  }

  it('book-trip books all legs, or none', async () => {
    const trip = { account: 'a-1', cents: 1, from: 'Berlin', nights: 2, traveller: 'ann@example.com' };
    const { state, steps } = await run('book-trip', { ...trip, to: 'Lisbon' });
    expect(state).toBe('completed');
    expect([...steps].sort()).toEqual(['flight', 'hold', 'pay', 'rental', 'room', 'seat', 'tickets']);
    expect(await run('book-trip', { ...trip, to: 'Nowhere' })).toMatchObject({ state: 'compensated' });
  }, 60_000);

  it('renew-subscription sleeps through the trial, and is undone when it is cancelled then', async () => {
    const id = randomUUID();
    const post = (path: string, body: object) =>
      fetch(`${coordinator.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await post('/v1/sagas', { definition: 'renew-subscription', id, input: { customer: 'ann', cents: 990 } });
    const asleep = async () => {
      const { rows } = await database.pool.query<{ days: number }>(
        `SELECT extract(day FROM due_at - now())::int AS days FROM saga.timers WHERE saga_id = $1`,
        [id],
      );
      return rows[0]?.days;
    };
    // The first alarm was the reply of "open"; it rings once in vain before the trial is what is waited for.
    while ((await asleep()) !== 26) await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await post(`/v1/sagas/${id}/cancel`, { by: 'ann', reason: 'leaves us' })).status).toBe(200);
    const saga = (await (await fetch(`${coordinator.url}/v1/sagas/${id}?wait=30`)).json()) as {
      state: string;
    };
    expect(saga.state).toBe('compensated');
  }, 90_000);

  it.each([
    ['rich', ['score', 'approveAtOnce', 'payout']],
    ['fair', ['score', 'review', 'approveAfterReview', 'payout']],
    ['poor', ['score', 'declineKindly', 'payout']],
  ])(
    'approve-loan takes its way by the score: %s',
    async (customer, steps) => {
      expect(await run('approve-loan', { customer, cents: 500_000 })).toEqual({ state: 'completed', steps });
    },
    60_000,
  );
});
