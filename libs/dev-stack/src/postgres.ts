import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { freePorts } from './free-ports.js';
import { KeptProcess } from './kept-process.js';
import { launchByDocker, launchEmbedded, type PostgresLaunch } from './postgres-launch.js';
import { waitUntilAnswers } from './wait-until.js';

export interface PostgresOptions {
  /** The database to create. Default `saga`. */
  name?: string;
  /** The port on 127.0.0.1; by default one that is free. */
  port?: number;
  /** Told, a line each, what takes its time. */
  log?: (line: string) => void;
  /** By default this process' own; DATABASE_URL in it means: use that one, start none. */
  env?: NodeJS.ProcessEnv;
}

export interface RunningPostgres {
  url: string;
  kind: 'external' | 'embedded' | 'docker';
  /** The program that was started for it, if one was. */
  program?: { pid: number; folder: string };
  /** Ends the server and deletes its data. Does nothing to an external one. */
  stop(): Promise<void>;
}

/**
 * Gives a real Postgres: the one that DATABASE_URL names, else the embedded one, else by Docker.
 * @throws Error that says what to do when there is none, or with the server's last lines when it doesn't come up.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<RunningPostgres> {
  const { name = 'saga', log = () => {}, env = process.env } = options;
  if (env['DATABASE_URL']) return useExternal(env['DATABASE_URL']);
  const port = options.port ?? (await freePorts(1))[0]!;
  const password = randomBytes(12).toString('base64url');
  const reasons: string[] = [];
  for (const prepare of [launchEmbedded, launchByDocker]) {
    const launch = await prepare({ port, password }, env, log).catch(
      (error: Error) => void reasons.push(error.message),
    );
    if (launch)
      return run(launch, new URL(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`), name);
  }
  throw new Error(
    `No Postgres to be had (${reasons.join('; ')}). Start Docker, or set DATABASE_URL to a running Postgres`,
  );
}

async function useExternal(url: string): Promise<RunningPostgres> {
  await query(url, 'SELECT 1').catch((error: Error) => {
    // The URL holds a password: it stays out of the message.
    throw new Error(
      `DATABASE_URL does not answer (${error.message}). Mend it, or unset it to run a Postgres here`,
    );
  });
  return { url, kind: 'external', stop: async () => {} };
}

async function run({ kind, task }: PostgresLaunch, url: URL, name: string): Promise<RunningPostgres> {
  const server = await KeptProcess.start(task);
  try {
    await waitUntilAnswers(server, {
      what: 'Postgres',
      probe: () => query(url.href, 'SELECT 1'),
      withinMs: 60_000,
      remedy: 'Set DATABASE_URL to use one that runs already.',
    });
    await query(url.href, `CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    await server.stop();
    throw error;
  }
  url.pathname = name;
  return { url: url.href, kind, program: server, stop: () => server.stop() };
}

async function query(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query(sql);
  } finally {
    await client.end();
  }
}
