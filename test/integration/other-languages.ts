import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const EXAMPLES = join(import.meta.dirname, '../../docs/examples/participants');
/** Outlives the run: fetching and compiling takes a minute the first time. */
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/participants');
const PATIENCE_MS = 300_000;
const run = promisify(execFile);

/** A program of the shop in another language, ready to run. */
export interface Program {
  command: string;
  args: string[];
  env: Record<string, string>;
}

/** Why the programs can't be made ready here; empty where they can. */
export function whyNot(): string {
  const missing = [
    ['python3 with pip', 'python3', ['-m', 'pip', '--version']],
    ['go', 'go', ['version']],
  ] as const;
  return missing
    .filter(([, command, args]) => spawnSync(command, args).status !== 0)
    .map(([what]) => what)
    .join(' and ');
}

/** The service `shipping` in Python, with what it needs fetched from PyPI. */
export async function shippingInPython(): Promise<Program> {
  const folder = join(EXAMPLES, 'python');
  const requirements = join(folder, 'requirements.txt');
  const packages = await cached('python', [requirements], (target) =>
    run('python3', ['-m', 'pip', 'install', '--quiet', '--target', target, '--requirement', requirements]),
  );
  const env = { PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' };
  return { command: 'python3', args: [join(folder, 'shipping.py')], env };
}

/** The service `inventory` in Go, compiled. */
export async function inventoryInGo(): Promise<Program> {
  const folder = join(EXAMPLES, 'go');
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(go|mod|sum)$/.test(file))
    .map((file) => join(folder, file));
  const built = await cached('go', sources, (target) =>
    run('go', ['build', '-o', join(target, 'inventory'), '.'], { cwd: folder }),
  );
  return { command: join(built, 'inventory'), args: [], env: {} };
}

/** Sends a hundred messages, each its number two hundred times, as the C client compresses them. */
export async function produceInPython({ env }: Program, topic: string, compression: string): Promise<void> {
  const script = `
import os, sys
from confluent_kafka import Producer
brokers = {"bootstrap.servers": os.environ["KAFKA_BROKERS"], "linger.ms": 50}
producer = Producer(brokers | {"compression.type": sys.argv[2]})
for number in range(100):
    producer.produce(sys.argv[1], str(number) * 200, key="one")
producer.flush()`;
  await run('python3', ['-c', script, topic, compression], { env: { ...process.env, ...env } });
}

/** A folder that `build` has filled for exactly these files; half-built ones are never seen. */
async function cached(
  name: string,
  files: string[],
  build: (target: string) => Promise<unknown>,
): Promise<string> {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  const target = join(CACHE, `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(target)) return target;
  process.stderr.write(`making the participant in ${name} ready, which takes a minute the first time\n`);
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(join(CACHE, 'draft-'));
  await build(draft);
  await rename(draft, target).catch(() => rm(draft, { recursive: true }));
  process.stderr.write(`the participant in ${name} is ready\n`);
  return target;
}

/** A program that runs as a process of its own, is killed and started again. */
export class RunningProgram {
  private child!: ChildProcess;
  private log = '';

  constructor(
    private readonly program: Program,
    private readonly env: Record<string, string>,
  ) {
    this.start();
  }

  start(): void {
    const { command, args, env } = this.program;
    this.child = spawn(command, args, { env: { ...process.env, ...env, ...this.env } });
    for (const stream of [this.child.stdout!, this.child.stderr!])
      stream.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
  }

  /** Ends it and, unless it is killed, sees to it that it ended well. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { exitCode } = this.child;
    if (exitCode === null) {
      const closed = once(this.child, 'close');
      this.child.kill(signal);
      await closed;
    }
    if (signal === 'SIGTERM' && this.child.exitCode !== 0)
      throw new Error(`${this.program.command} ended with ${this.child.exitCode}:\n${this.logs()}`);
  }

  /** The last lines that it has logged. */
  logs(): string {
    return this.log.slice(-2_000);
  }

  /** What it says of its own books, while it does not run. */
  async books<T>(): Promise<T> {
    const { command, args, env } = this.program;
    const { stdout } = await run(command, [...args, 'books'], {
      env: { ...process.env, ...env, ...this.env },
      maxBuffer: 64 * 1024 * 1024,
      timeout: PATIENCE_MS,
    });
    return JSON.parse(stdout) as T;
  }
}
