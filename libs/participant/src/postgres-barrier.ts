import type { Pool, PoolClient } from 'pg';
import { sqlBarrier, type SqlBarrier, type SqlBarrierOptions } from './sql-barrier.js';
import type { Query, SqlDatabase } from './sql-database.js';

/**
 * The barrier on a `pg` pool; handlers get the transaction's `PoolClient` as `tx`.
 * The pool needs as many connections as the participant's `concurrency`, and an `error` listener.
 */
export function postgresBarrier(pool: Pool, options?: SqlBarrierOptions): SqlBarrier<PoolClient> {
  return sqlBarrier(postgresDatabase(pool), options);
}

function postgresDatabase(pool: Pool): SqlDatabase<PoolClient> {
  return {
    query: queryOn(pool),
    async transaction(isolation, work) {
      const client = await pool.connect();
      let unusable: Error | undefined;
      // A connection lost between two statements is told by the next one; unheard, the event would end the process.
      const lost = (error: Error) => (unusable = error);
      client.on('error', lost);
      try {
        await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
        const result = await work(queryOn(client), client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        // A client that can't even roll back is thrown away, not returned to the pool in an unknown state.
        await client.query('ROLLBACK').catch(lost);
        throw error;
      } finally {
        client.off('error', lost);
        client.release(unusable);
      }
    },
  };
}

function queryOn(connection: Pick<PoolClient, 'query'> | Pool): Query {
  return async <Row>(text: string, values?: unknown[]) =>
    (await connection.query(text, values as unknown[])).rows as Row[];
}
