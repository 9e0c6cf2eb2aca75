import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database of its own for one spec, so that specs don't see each other's rows. */
export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  dispose(): Promise<void>;
}

/** Creates a database on the server of `DATABASE_URL`, to be disposed of after the spec. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `spec_${randomUUID().replaceAll('-', '')}`;
  const server = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 1 });
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(process.env['DATABASE_URL'] ?? '');
  url.pathname = name;
  const pool = new pg.Pool({ connectionString: url.href });
  // A connection that a spec kills is no error of the spec.
  pool.on('error', () => undefined);
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
