import { type Bus, createInMemoryBus } from '@saga/bus';
import { HEADERS } from '@saga/contracts';
import { readConfig, type RunningCoordinator, startCoordinator } from '@saga/coordinator';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { SagaEvent } from '@saga/engine';
import { BusinessFailure, createParticipant, inMemoryBarrier, type Participant } from '@saga/participant';
import { createLogger } from '@saga/telemetry';

const DEFINITION = {
  name: 'order',
  steps: [
    {
      name: 'charge',
      command: 'payments.charge',
      input: '${ input }',
      compensate: 'none',
      timeout: '300ms',
      retry: { attempts: 2, backoff: '10ms' },
      status: 'payments.status',
    },
  ],
};

let database: TestDatabase;
let bus: Bus;
let coordinator: RunningCoordinator;
let payments: Participant;
let charged: string[];

beforeEach(async () => {
  database = await createTestDatabase();
  bus = createInMemoryBus();
  charged = [];
  const log = createLogger({ name: 'spec', level: 'silent' });
  const config = readConfig({ DATABASE_URL: database.url, KAFKA_BROKERS: 'in-memory:0', PORT: '0' });
  coordinator = await startCoordinator(config, { bus, log });
  payments = createParticipant({
    ...{ name: 'payments', bus, barrier: inMemoryBarrier() },
    handlers: {
      'payments.charge': ({ sagaId, input }) => {
        if (input.card === 'declined') throw new BusinessFailure('card-declined', 'no funds');
        charged.push(sagaId);
        return { paymentId: 'p-31' };
      },
    },
  });
  await payments.start();
  await post('/v1/definitions', DEFINITION);
});
afterEach(async () => {
  await payments.stop();
  await coordinator.stop();
  await bus.close();
  await database.dispose();
});

const post = (path: string, body: object) =>
  fetch(`${coordinator.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });

/** Lets the first attempt's message to this topic be lost on its way. */
function lose(topic: string): void {
  const publish = bus.publish.bind(bus);
  jest.spyOn(bus, 'publish').mockImplementation((messages) => {
    const isLost = (headers: Record<string, string>) =>
      headers[HEADERS.step] === 'charge' && headers[HEADERS.attempt] === '1';
    return publish(messages.filter((message) => message.topic !== topic || !isLost(message.headers)));
  });
}

interface Ended {
  state: string;
  failure: { code: string } | null;
  history: SagaEvent[];
}

/** Runs a saga to its end; `charges` counts the commands to charge that were sent. */
async function run(input: object): Promise<{ state: string; code: string | undefined; charges: number }> {
  await post('/v1/sagas', { definition: 'order', id: 'order-1', input });
  const answer = await fetch(`${coordinator.url}/v1/sagas/order-1?wait=10`);
  const { state, failure, history } = (await answer.json()) as Ended;
  const commands = history.filter((event) => event.type === 'step-commanded' && event.step === 'charge');
  return { state, code: failure?.code, charges: commands.length };
}

it('goes on when the reply was lost and the participant knows that it is done', async () => {
  lose('saga.reply');
  expect(await run({ card: 'good' })).toEqual({ state: 'completed', code: undefined, charges: 1 });
  expect(charged).toEqual(['order-1']);
});

it('sends the next attempt when the command was lost', async () => {
  lose('saga.command.payments');
  expect(await run({ card: 'good' })).toEqual({ state: 'completed', code: undefined, charges: 2 });
  expect(charged).toEqual(['order-1']);
});

it('fails as the participant had refused it when that reply was lost', async () => {
  lose('saga.reply');
  expect(await run({ card: 'declined' })).toEqual({
    state: 'compensated',
    code: 'card-declined',
    charges: 1,
  });
  expect(charged).toEqual([]);
});
