import { randomUUID } from 'node:crypto';
import { createKafkaBus, type Bus } from '@saga/bus';
import { commandId, createCodec } from '@saga/contracts';
import { createParticipant, type Participant } from './participant.js';
import { postgresBarrier } from './postgres-barrier.js';
import { createTestSchema, type TestSchema } from './testing/test-schema.js';

const SAGAS = 300;

describe('a participant on a real Kafka', () => {
  const topicPrefix = `test-${randomUUID()}.`;
  const codec = createCodec({ source: 'coordinator', prefix: topicPrefix });
  const buses: Bus[] = [];
  let schema: TestSchema;

  beforeAll(async () => {
    schema = await createTestSchema();
  });

  afterAll(async () => {
    await Promise.all(buses.map((bus) => bus.close()));
    await schema.dispose();
  });

  function connect(clientId: string): Bus {
    const bus = createKafkaBus({ brokers: (process.env.KAFKA_BROKERS ?? '').split(','), clientId });
    buses.push(bus);
    return bus;
  }

  async function startMember(clientId: string): Promise<Participant> {
    const barrier = postgresBarrier(schema.pool, { schema: schema.name });
    await barrier.migrate();
    const member = createParticipant({
      name: 'payments',
      bus: connect(clientId),
      barrier,
      topicPrefix,
      handlers: {
        'payments.charge': async ({ sagaId }, { tx }) => void (await tx.query(schema.leaveEffect, [sagaId])),
      },
    });
    await member.start();
    return member;
  }

  function charge(saga: number) {
    const address = { sagaId: `order-${saga}`, step: 'charge', attempt: 1, direction: 'do' as const };
    const id = commandId(address.sagaId, address.step, address.direction, address.attempt);
    const time = new Date().toISOString();
    return codec.encode({ kind: 'command', id, name: 'payments.charge', ...address, input: {}, time });
  }

  it('takes effect once for each command sent twice, while one of two members leaves in the middle', async () => {
    const members = await Promise.all([startMember('first'), startMember('second')]);
    const coordinator = connect('coordinator');
    const succeeded = new Set<string>();
    const replies = await coordinator.consume({
      group: `${topicPrefix}coordinator`,
      topics: [codec.topics.reply],
      async onBatch({ messages }) {
        for (const { sagaId, outcome } of messages.map(codec.decodeReply)) {
          if (outcome.result === 'success') succeeded.add(sagaId);
        }
      },
    });
    const commands = Array.from({ length: SAGAS }, (_, saga) => charge(saga));
    await coordinator.publish([...commands, ...commands]);
    await members[0]?.stop();
    while (succeeded.size < SAGAS) await new Promise(setImmediate);
    await members[1]?.stop();
    await replies.stop();
    const effects = await schema.effects();
    expect(effects).toHaveLength(SAGAS);
    expect(new Set(effects)).toEqual(succeeded);
  }, 30_000);
});
