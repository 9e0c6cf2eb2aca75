import type { DataSource, EntityManager } from 'typeorm';
import { sqlBarrier, type SqlBarrier, type SqlBarrierOptions } from './sql-barrier.js';
import type { Query, SqlDatabase } from './sql-database.js';

/**
 * The barrier on a TypeORM data source (Postgres); handlers get the transaction's `EntityManager` as `tx`.
 * The pool behind it needs as many connections as the participant's `concurrency`.
 */
export function typeormBarrier(
  dataSource: DataSource,
  options?: SqlBarrierOptions,
): SqlBarrier<EntityManager> {
  return sqlBarrier(typeormDatabase(dataSource), options);
}

function typeormDatabase(dataSource: DataSource): SqlDatabase<EntityManager> {
  return {
    query: queryOn(dataSource.manager),
    transaction: (isolation, work) =>
      dataSource.transaction(isolation, (manager) => work(queryOn(manager), manager)),
  };
}

/** `manager.query` gives rows for some statements and [rows, count] for others: ask the runner for the structure. */
function queryOn(manager: EntityManager): Query {
  return async <Row>(text: string, values?: unknown[]) => {
    const runner = manager.queryRunner ?? manager.connection.createQueryRunner();
    try {
      return (await runner.query(text, values, true)).records as Row[];
    } finally {
      if (runner !== manager.queryRunner) await runner.release();
    }
  };
}
