import { DataSource, type EntityManager } from 'typeorm';
import { createParticipant } from './participant.js';
import { isBankOffline, participantContract } from './participant-contract.js';
import { createTestSchema } from './testing/test-schema.js';
import { typeormBarrier } from './typeorm-barrier.js';

participantContract('a participant with the TypeORM barrier', async () => {
  const schema = await createTestSchema();
  const dataSource = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL });
  await dataSource.initialize();
  const barrier = typeormBarrier(dataSource, { schema: schema.name });
  await barrier.migrate();
  return {
    transactional: true,
    make: async (bus, handlers) =>
      createParticipant({ name: 'payments', bus, barrier, handlers, isTransient: isBankOffline }),
    leave: async (tx: EntityManager, effect) => void (await tx.query(schema.leaveEffect, [effect])),
    effects: schema.effects,
    async dispose() {
      await dataSource.destroy();
      await schema.dispose();
    },
  };
});
