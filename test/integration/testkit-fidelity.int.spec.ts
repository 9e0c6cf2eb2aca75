import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bus, createInMemoryBus } from '@saga/bus';
import { type Command, createCodec } from '@saga/contracts';
import { readConfig, type RunningCoordinator, startCoordinator } from '@saga/coordinator';
import type { JsonObject } from '@saga/definition';
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

interface Scenario {
  /** The folder of the definitions. */
  folder: string;
  saga: string;
  /** Definitions of the sagas that it starts. */
  others?: string[];
  input: JsonObject;
  handlers?: Record<string, CommandHandler<undefined>>;
}

const SHOP = join(__dirname, '../../services/shop/sagas');
const SAMPLES = join(__dirname, '../../docs/examples/sagas');

const refuses: CommandHandler<undefined> = () => {
  throw new BusinessFailure('refused', 'by the rules');
};
const breaksTwice: CommandHandler<undefined> = ({ attempt }) => {
  if (attempt < 3) throw new TechnicalFailure('line-down', 'no line');
  return { trackingId: 't-1' };
};
const order: Scenario = {
  ...{ folder: SHOP, saga: 'place-order' },
  input: {
    ...{ orderId: 'o-1', customerId: 'c-1', sku: 'tea', quantity: 2, amountCents: 1_800 },
    ...{ card: '4111111111111111', address: { city: 'Ulm' } },
  },
};
const transfer: Scenario = {
  ...{ folder: SAMPLES, saga: 'transfer-money', input: { from: 'a-1', to: 'a-2', cents: 5 } },
  handlers: {
    'accounts.read': () => ({ version: 7 }),
    'clearing.settle': () => ({ reference: 'r-1' }),
  },
};
const payouts: Scenario = {
  ...{ folder: SAMPLES, saga: 'pay-out-marketplace', others: ['pay-seller'] },
  input: { month: '2026-01', sellers: [{ id: 'ann', iban: 'DE-1' }] },
  handlers: { 'ledger.settle': () => ({ cents: 5 }), 'bank.transfer': () => ({ receipt: 'r-1' }) },
};
const SCENARIOS: Record<string, Scenario> = {
  'all goes well': order,
  'the card is declined': { ...order, handlers: { 'payments.charge': refuses } },
  'a step and a compensation break': {
    ...order,
    handlers: {
      'payments.charge': refuses,
      'inventory.reserve': breaksTwice,
      'inventory.release': breaksTwice,
    },
  },
  'accounts are locked and read again': transfer,
  'an undoing is verified': { ...transfer, handlers: { ...transfer.handlers, 'clearing.settle': refuses } },
  'another saga does a step': payouts,
  'another saga fails, and another way is taken': {
    ...payouts,
    handlers: { ...payouts.handlers, 'bank.transfer': refuses },
  },
  'another saga is undone when it is completed': {
    ...payouts,
    handlers: { ...payouts.handlers, 'audit.file-statement': refuses },
  },
};

const ENDS = new Set<SagaEventType | undefined>(['saga-completed', 'saga-compensated']);

/** A saga's history without the clock: what differs between a real one and a virtual one. */
function withoutClock(history: SagaEvent[]) {
  return history.map(({ at, ...event }) => ({
    ...event,
    ...('deadlineAt' in event && { deadlineAt: event.deadlineAt! - at }),
    ...('dueAt' in event && { dueAt: event.dueAt && event.dueAt - at }),
  }));
}

describe.each(Object.entries(SCENARIOS))('the test kit, when %s', (_name, scenario) => {
  const { folder, saga: definition, others = [], input, handlers = {} } = scenario;
  const read = (name: string) => readFileSync(join(folder, `${name}.yaml`), 'utf8');
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
    const env = { DATABASE_URL: database.url, KAFKA_BROKERS: 'none:1', PORT: '0', DEFINITIONS_DIR: folder };
    coordinator = await startCoordinator(readConfig(env), {
      bus,
      log: createLogger({ name: 'coordinator', level: 'error' }),
    });
    const texts = [definition, ...others].map(read).join('\n');
    const named = [...texts.matchAll(/\b(?:command|compensate|verify): ([a-z-]+)\.([a-z-]+)/g)];
    participants = [...new Set(named.map(([, name]) => name!))].map((name) => {
      const own = named.filter((each) => each[1] === name).map((each) => `${name}.${each[2]}`);
      const does = Object.fromEntries(own.map((command) => [command, handlers[command] ?? (() => {})]));
      return createParticipant({ name, bus, barrier: inMemoryBarrier(), handlers: does });
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

  /** The commands of a saga that were published, in order. */
  function published(sagaId: string): Command[] {
    return publish.mock.calls
      .flatMap(([messages]) => messages)
      .filter(({ topic, key }) => topic.startsWith(codec.topics.command('')) && key === sagaId)
      .map(({ headers, value }) => codec.decodeCommand({ headers, value: Buffer.from(value), timestamp: 0 }));
  }

  it('sends the commands, and keeps the history, that a coordinator does', async () => {
    const start = { kind: 'start', id: 's-1', source: 'spec', sagaId: 'o-1', definition } as const;
    await bus.publish([codec.encode({ ...start, input, time: new Date().toISOString() })]);
    await historyOf('o-1');

    const kit = sagaTest(read(definition), { sagas: others.map(read) });
    for (const [command, handler] of Object.entries(handlers))
      kit.participant(command.split('.')[0]!, { [command]: handler });
    const saga = await kit.run(input, { sagaId: 'o-1' });

    for (const { state, history, commands } of [saga, ...saga.children]) {
      expect(withoutClock(history)).toEqual(withoutClock(await historyOf(state.id)));
      // The last ones are published after the history is kept.
      while (published(state.id).length < commands.length) await pause(20);
      expect(asked(commands)).toEqual(asked(published(state.id)));
    }
  }, 30_000);
});

function asked(commands: Command[]) {
  return commands.map(({ id, name, input }) => ({ id, name, input }));
}
