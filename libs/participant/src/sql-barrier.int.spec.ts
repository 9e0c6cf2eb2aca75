import postgres, { type Sql, type TransactionSql } from 'postgres';
import { createParticipant } from './participant.js';
import { isBankOffline, participantContract } from './participant-contract.js';
import { sqlBarrier } from './sql-barrier.js';
import type { Query, SqlDatabase } from './sql-database.js';
import { createTestSchema } from './testing/test-schema.js';

/** As docs/participant.md shows it: all that it takes to make a barrier of another client. */
function databaseOf(sql: Sql): SqlDatabase<TransactionSql> {
  const queryOn = (client: Pick<Sql, 'unsafe'>) =>
    (async (text: string, values?: unknown[]) => client.unsafe(text, values as string[])) as unknown as Query;
  return {
    query: queryOn(sql),
    transaction: async <T>(isolation: string, work: (query: Query, tx: TransactionSql) => Promise<T>) =>
      (await sql.begin(`isolation level ${isolation}`, (tx) => work(queryOn(tx), tx))) as T,
  };
}

participantContract('a participant with a barrier on postgres.js', async () => {
  const schema = await createTestSchema();
  const sql = postgres(process.env.DATABASE_URL!, { onnotice: () => undefined });
  const barrier = sqlBarrier(databaseOf(sql), { schema: schema.name, ledger: true });
  await barrier.migrate();
  return {
    transactional: true,
    make: async (bus, handlers) =>
      createParticipant({ name: 'payments', bus, barrier, handlers, isTransient: isBankOffline }),
    leave: async (tx: TransactionSql, effect) => void (await tx.unsafe(schema.leaveEffect, [effect])),
    effects: schema.effects,
    async dispose() {
      await sql.end();
      await schema.dispose();
    },
  };
});
