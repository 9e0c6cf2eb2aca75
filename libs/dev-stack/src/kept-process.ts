import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const KEEPER = join(import.meta.dirname, '../keeper.mjs');

/** What `keeper.mjs` is told. `folder` is the program's throw-away folder: it is deleted when the program has ended. */
export interface KeeperTask {
  command: string;
  args: string[];
  folder: string;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  uid?: number;
  gid?: number;
  logFile: string;
  stopSignal: NodeJS.Signals;
  stopWithinMs: number;
}

/** A program that ends when this process ends, however this process ends. */
export class KeptProcess {
  private readonly keeperGone: Promise<unknown>;
  private exit: string | undefined;

  private constructor(
    private readonly keeper: ChildProcess,
    private readonly task: KeeperTask,
    readonly pid: number,
  ) {
    this.keeperGone = keeper.exitCode === null ? once(keeper, 'exit') : Promise.resolve();
  }

  /**
   * Starts the program.
   * @throws Error when it can't be run at all (not found, not allowed).
   */
  static async start(task: KeeperTask): Promise<KeptProcess> {
    // A group of its own: Ctrl-C in the terminal must not reach a broker that its clients still need.
    const keeper = spawn(process.execPath, [KEEPER, JSON.stringify(task)], {
      detached: true,
      cwd: task.folder,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const reports = createInterface({ input: keeper.stdout! });
    const [first] = (await once(reports, 'line')) as [string];
    if (!first.startsWith('started ')) {
      keeper.stdin!.end();
      throw new Error(`Can't run ${task.command}: ${first.replace('failed ', '')}`);
    }
    const kept = new KeptProcess(keeper, task, Number(first.replace('started ', '')));
    reports.on('line', (line) => (kept.exit = line.replace('exited ', '')));
    return kept;
  }

  /** The program's throw-away folder. */
  get folder(): string {
    return this.task.folder;
  }

  /** The exit code or the signal that ended the program; undefined while it runs. */
  get exited(): string | undefined {
    return this.exit;
  }

  /** The last lines that the program wrote. */
  async lastLines(count = 15): Promise<string> {
    const text = await readFile(this.task.logFile, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-count).join('\n');
  }

  /** Ends the program at once, as a crash would: SIGKILL. */
  kill(): void {
    if (this.exit === undefined) process.kill(this.pid, 'SIGKILL');
  }

  /** Ends the program and deletes its folder; resolves when both are done. May be called again. */
  async stop(): Promise<void> {
    this.keeper.stdin!.end();
    await this.keeperGone;
  }
}
