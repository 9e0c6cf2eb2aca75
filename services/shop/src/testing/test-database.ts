import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';

/** A database of its own for one spec, because the shop's schemas have fixed names. */
export interface TestDatabase {
  url: string;
  pool: Pool;
  dispose(): Promise<void>;
}

/** Creates a database on the server of `DATABASE_URL`, to be disposed of after the spec. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `shop_${randomUUID().replaceAll('-', '')}`;
  const server = new Pool({ connectionString: process.env.DATABASE_URL, max: 1 });
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(process.env.DATABASE_URL ?? '');
  url.pathname = name;
  const pool = new Pool({ connectionString: url.href });
  return {
    url: url.href,
    pool,
    async dispose() {
      await pool.end();
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.end();
    },
  };
}
