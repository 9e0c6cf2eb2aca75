import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Container {
  name: string;
  image: string;
  /** Listened on inside the container and, under the same number, on 127.0.0.1 of this machine. */
  port: number;
  env: Record<string, string>;
  args?: string[];
}

/** Resolves when a Docker engine answers on this machine. @throws Error when none does. */
export async function assertDocker(env: NodeJS.ProcessEnv): Promise<void> {
  await run('docker', ['info'], { env, timeout: 5_000 }).catch(() => {
    throw new Error('no Docker: `docker info` gets no answer');
  });
}

/** The command that runs a container in the foreground: when the command ends, the container is gone. */
export function containerCommand({ name, image, port, env, args = [] }: Container): {
  command: string;
  args: string[];
} {
  const variables = Object.entries(env).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const publish = ['--publish', `127.0.0.1:${port}:${port}`];
  return {
    command: 'docker',
    args: ['run', '--rm', '--name', name, ...publish, ...variables, image, ...args],
  };
}

/** Ends a container at once, as a crash would. */
export async function killContainer(name: string): Promise<void> {
  await run('docker', ['kill', name]);
}
