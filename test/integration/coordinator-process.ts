import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePorts } from '@saga/dev-stack';

const MAIN = join(import.meta.dirname, '../../services/coordinator/dist/main.js');
const READY_WITHIN_MS = 30_000;

/** A coordinator in a process of its own, as it runs in production. */
export interface CoordinatorProcess {
  url: string;
  /** What it has logged so far. */
  logs(): string;
  /** SIGKILL: it ends in the middle of whatever it does. */
  kill(): Promise<void>;
  /** SIGTERM: it finishes what it has in hand. */
  stop(): Promise<void>;
}

/**
 * Starts the built coordinator on a free port and waits until /readyz says ok. `env` goes on top of this
 * process's own environment, which names Kafka and Postgres.
 * @throws Error with its log when it ends, or is not ready in half a minute
 */
export async function startCoordinatorProcess({
  env = {},
}: { env?: Record<string, string> } = {}): Promise<CoordinatorProcess> {
  const [port] = await freePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, PORT: `${port}`, GRPC_PORT: '0', ...env },
    // Over the IPC channel it learns when the spec is gone, and goes too.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  let logs = '';
  child.stdout!.on('data', (chunk) => (logs += chunk));
  child.stderr!.on('data', (chunk) => (logs += chunk));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  try {
    await untilReady(url, child);
  } catch (error) {
    await end('SIGKILL');
    throw new Error(`${(error as Error).message}; its log:\n${logs}`, { cause: error });
  }
  return { url, logs: () => logs, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + READY_WITHIN_MS;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error('the coordinator ended before it was ready');
    if (Date.now() > giveUpAt) throw new Error(`the coordinator is not ready after ${READY_WITHIN_MS} ms`);
    await pause(50);
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
