import { chown, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { assertDocker, containerCommand } from './docker.js';
import type { KeeperTask } from './kept-process.js';
import { postgresBinaries } from './postgres-binaries.js';
import { unprivilegedUser } from './unprivileged-user.js';
import { makeWorkFolder } from './work-folder.js';

const IMAGE = 'postgres:18.4';

export interface PostgresPlace {
  /** The port that clients connect to on 127.0.0.1. */
  port: number;
  /** That of the user `postgres`. */
  password: string;
}

/** A server that is ready to be run. */
export interface PostgresLaunch {
  kind: 'embedded' | 'docker';
  task: KeeperTask;
}

type Prepare = (
  place: PostgresPlace,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
) => Promise<PostgresLaunch>;

/** What differs from Postgres' own defaults. Durability does not: tests that kill must be honest. */
const settings = (port: number) => ({
  port: String(port),
  max_connections: '200',
  timezone: 'UTC',
  log_timezone: 'UTC',
});

const asArguments = (values: Record<string, string>) =>
  Object.entries(values).flatMap(([key, value]) => ['-c', `${key}=${value}`]);

/** Prepares the Postgres of the npm package, with a throw-away data folder. @throws Error when it can't be had. */
export const launchEmbedded: Prepare = async ({ port, password }) => {
  // Postgres refuses to run as root.
  const user = await unprivilegedUser();
  const forEveryone = user !== undefined;
  const programs = await postgresBinaries({ forEveryone });
  const folder = await makeWorkFolder('postgres', { forEveryone });
  const passwordFile = join(folder, 'password');
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await Promise.all([folder, passwordFile].map((path) => chown(path, user.uid, user.gid)));

  const dataFolder = join(folder, 'data');
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  const local = { ...settings(port), listen_addresses: '127.0.0.1', unix_socket_directories: '' };
  return {
    kind: 'embedded',
    task: {
      prepare: {
        command: join(programs, 'bin/initdb'),
        args: ['-D', dataFolder, ...locale, ...access, '--no-sync'],
      },
      command: join(programs, 'bin/postgres'),
      args: ['-D', dataFolder, ...asArguments(local)],
      folder,
      ...user,
      logFile: join(folder, 'postgres.log'),
      // Immediate shutdown: the data is thrown away, no checkpoint is needed.
      stopSignal: 'SIGQUIT',
      stopWithinMs: 5_000,
    },
  };
};

/** Prepares Postgres' image. @throws Error when no Docker engine answers. */
export const launchByDocker: Prepare = async ({ port, password }, env, log) => {
  await assertDocker(env);
  log(`Running ${IMAGE} by Docker (the first time it is downloaded)`);
  const folder = await makeWorkFolder('postgres');
  const name = basename(folder);
  const args = asArguments(settings(port));
  return {
    kind: 'docker',
    task: {
      ...containerCommand({ name, image: IMAGE, port, env: { POSTGRES_PASSWORD: password }, args }),
      folder,
      logFile: join(folder, 'postgres.log'),
      stopSignal: 'SIGTERM',
      stopWithinMs: 20_000,
    },
  };
};
