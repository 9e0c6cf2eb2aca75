import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createInMemoryBus } from '@saga/bus';
import { type Command, createCodec } from '@saga/contracts';
import { readConfig, type RunningCoordinator, startCoordinator } from '@saga/coordinator';
import { createTestDatabase, type TestDatabase } from '@saga/dev-stack';
import type { SagaEvent, SagaEventType } from '@saga/engine';
import {
  BusinessFailure,
  type CommandHandler,
  createParticipant,
  inMemoryBarrier,
  type Participant,
  TechnicalFailure,
} from '@saga/participant';
import { createLogger } from '@saga/telemetry';
import { sagaTest } from '@saga/testkit';

const DEFINITIONS_DIR = join(__dirname, '../../services/shop/sagas');
const definition = readFileSync(join(DEFINITIONS_DIR, 'place-order.yaml'), 'utf8');
const order = {
  ...{ orderId: 'o-1', customerId: 'c-1', sku: 'tea', quantity: 2, amountCents: 1_800 },
  ...{ card: '4111111111111111', address: { city: 'Ulm' } },
};

const refuses: CommandHandler<undefined> = () => {
  throw new BusinessFailure('card-declined', 'no funds');
};
const breaksTwice: CommandHandler<undefined> = ({ attempt }) => {
  if (attempt < 3) throw new TechnicalFailure('line-down', 'no line');
  return { trackingId: 't-1' };
};
const SCENARIOS: Record<string, Record<string, CommandHandler<undefined>>> = {
  'all goes well': {},
  'the card is declined': { 'payments.charge': refuses },
  'a step and a compensation break': {
    'payments.charge': refuses,
    'inventory.reserve': breaksTwice,
    'inventory.release': breaksTwice,
  },
};

const ENDS = new Set<SagaEventType | undefined>(['saga-completed', 'saga-compensated']);

/** A saga's history without the clock: what differs between a real one and a virtual one. */
function withoutClock(history: SagaEvent[]) {
  return history.map(({ at, ...event }) => ({
    ...event,
    ...('deadlineAt' in event && { deadlineAt: event.deadlineAt! - at }),
    ...('dueAt' in event && { dueAt: event.dueAt - at }),
  }));
}

describe.each(Object.entries(SCENARIOS))('the test kit, when %s', (_name, scenario) => {
  const codec = createCodec({ source: 'spec' });
  let database: TestDatabase;
  let bus: Bus;
  let publish: jest.SpiedFunction<Bus['publish']>;
  let coordinator: RunningCoordinator;
  let participants: Participant[];

  beforeAll(async () => {
    database = await createTestDatabase();
    bus = createInMemoryBus();
    publish = jest.spyOn(bus, 'publish');
    const env = { DATABASE_URL: database.url, KAFKA_BROKERS: 'none:1', PORT: '0', DEFINITIONS_DIR };
    coordinator = await startCoordinator(readConfig(env), {
      bus,
      log: createLogger({ name: 'coordinator', level: 'error' }),
    });
    const names = [...definition.matchAll(/(?:command|compensate): (\w+)\.(\w+)/g)];
    participants = [...new Set(names.map(([, name]) => name!))].map((name) => {
      const own = names.filter((each) => each[1] === name).map((each) => `${name}.${each[2]}`);
      const handlers = Object.fromEntries(own.map((command) => [command, scenario[command] ?? (() => {})]));
      return createParticipant({ name, bus, barrier: inMemoryBarrier(), handlers });
    });
    await Promise.all(participants.map((each) => each.start()));
  });

  afterAll(async () => {
    await Promise.all(participants.map((each) => each.stop()));
    await coordinator.stop();
    await bus.close();
    await database.dispose();
  });

  /** The history of the saga as the coordinator keeps it, once it has ended. */
  async function historyOf(sagaId: string): Promise<SagaEvent[]> {
    for (;;) {
      const { rows } = await database.pool.query<{ at: Date; type: string; body: object }>(
        'SELECT at, type, body FROM saga.history WHERE saga_id = $1 ORDER BY seq',
        [sagaId],
      );
      const history = rows.map(({ at, type, body }) => ({ at: at.getTime(), type, ...body }) as SagaEvent);
      if (ENDS.has(history.at(-1)?.type)) return history;
      await pause(20);
    }
  }

  /** The commands that were published, in order. */
  function published(): Command[] {
    return publish.mock.calls
      .flatMap(([messages]) => messages)
      .filter(({ topic }) => topic.startsWith(codec.topics.command('')))
      .map(({ headers, value }) => codec.decodeCommand({ headers, value: Buffer.from(value), timestamp: 0 }));
  }

  it('sends the commands, and keeps the history, that a coordinator does', async () => {
    const start = {
      kind: 'start',
      id: 's-1',
      source: 'spec',
      sagaId: 'o-1',
      definition: 'place-order',
    } as const;
    await bus.publish([codec.encode({ ...start, input: order, time: new Date().toISOString() })]);
    const history = await historyOf('o-1');

    const kit = sagaTest(definition);
    for (const [command, handler] of Object.entries(scenario))
      kit.participant(command.split('.')[0]!, { [command]: handler });
    const saga = await kit.run(order, { sagaId: 'o-1' });

    expect(withoutClock(saga.history)).toEqual(withoutClock(history));
    expect(asked(saga.commands)).toEqual(asked(published()));
  }, 30_000);
});

function asked(commands: Command[]) {
  return commands.map(({ id, name, input }) => ({ id, name, input }));
}
