import { type Bus, createInMemoryBus } from '@saga/bus';
import { type RunningCoordinator, readConfig, startCoordinator } from '@saga/coordinator';
import { createTestDatabase } from '@saga/dev-stack';
import { createParticipant, inMemoryBarrier, TechnicalFailure } from '@saga/participant';
import { createLogger } from '@saga/telemetry';

const SHIP_PARCEL = {
  name: 'ship-parcel',
  steps: [
    { name: 'pack', command: 'parcels.pack', compensate: 'parcels.unpack' },
    { name: 'deliver', command: 'parcels.deliver', pivot: true },
    { name: 'notify', command: 'parcels.notify', retry: { attempts: 1 } },
  ],
};

const SHIP_ALL = {
  name: 'ship-all',
  steps: [
    {
      name: 'parcels',
      each: {
        in: 'input.weights',
        steps: [{ name: 'packOne', command: 'parcels.pack', compensate: 'parcels.unpack' }],
      },
    },
    {
      name: 'release',
      approval: {
        question: "${ 'May ' + string(steps.parcels.count) + ' parcels leave?' }",
        approvers: ['desk'],
      },
    },
    { name: 'van', signal: 'van-here' },
  ],
};

/** A coordinator on the in-memory bus and a real Postgres, with one participant that ships parcels. */
export interface ParcelService {
  url: string;
  /** Whether customers can be notified; sagas get stuck while they can't. */
  mailWorks: boolean;
  ship(sagaId: string): Promise<void>;
  /** Packs three parcels, and waits for somebody to let them go, and for a van. */
  shipAll(sagaId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts it on a database of its own, with the definitions `ship-parcel` and `ship-all`. */
export async function startParcelService(): Promise<ParcelService> {
  const database = await createTestDatabase();
  const bus = createInMemoryBus();
  const config = readConfig({ DATABASE_URL: database.url, KAFKA_BROKERS: 'in-memory:0', PORT: '0' });
  const log = createLogger({ name: 'console-spec', level: 'error' });
  const coordinator = await startCoordinator(config, { bus, log });
  const service: ParcelService = {
    url: coordinator.url,
    mailWorks: true,
    ship: (id) => post(coordinator, 'sagas', { id, definition: SHIP_PARCEL.name, input: { weight: 2 } }),
    shipAll: (id) =>
      post(coordinator, 'sagas', { id, definition: SHIP_ALL.name, input: { weights: [1, 2, 3] } }),
    async stop() {
      await participant.stop();
      await coordinator.stop();
      await bus.close();
      await database.dispose();
    },
  };
  const participant = parcels(bus, service);
  try {
    await participant.start();
    await post(coordinator, 'definitions', SHIP_PARCEL);
    await post(coordinator, 'definitions', SHIP_ALL);
    return service;
  } catch (error) {
    await service.stop();
    throw error;
  }
}

function parcels(bus: Bus, service: ParcelService) {
  return createParticipant({
    name: 'parcels',
    bus,
    barrier: inMemoryBarrier(),
    handlers: {
      'parcels.pack': () => ({ box: 'B2' }),
      'parcels.unpack': () => undefined,
      'parcels.deliver': () => ({ carrier: 'swift' }),
      'parcels.notify': () => {
        if (!service.mailWorks) throw new TechnicalFailure('mail-down', 'the mail server does not answer');
      },
    },
  });
}

async function post({ url }: RunningCoordinator, resource: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/${resource}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
}
