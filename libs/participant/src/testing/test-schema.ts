import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';

/** A Postgres schema of its own for one test, with a table `effects`. */
export interface TestSchema {
  name: string;
  pool: Pool;
  /** The effects that were committed, in order. */
  effects(): Promise<string[]>;
  /** The statement that leaves effect $1. */
  leaveEffect: string;
  dispose(): Promise<void>;
}

/** Creates a schema on `DATABASE_URL`, to be disposed of after the test. */
export async function createTestSchema(): Promise<TestSchema> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const pool = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
  pool.on('error', () => undefined);
  await pool.query(`CREATE SCHEMA ${name}; CREATE TABLE ${name}.effects (id bigserial, effect text)`);
  return {
    name,
    pool,
    async effects() {
      const { rows } = await pool.query<{ effect: string }>(`SELECT effect FROM ${name}.effects ORDER BY id`);
      return rows.map(({ effect }) => effect);
    },
    leaveEffect: `INSERT INTO ${name}.effects (effect) VALUES ($1)`,
    async dispose() {
      await pool.query(`DROP SCHEMA ${name} CASCADE`);
      await pool.end();
    },
  };
}
