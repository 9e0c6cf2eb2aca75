import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const KEEPER = join(import.meta.dirname, '../keeper.mjs');

/** What `keeper.mjs` is told. `folder` is the program's throw-away folder: it is deleted when the program has ended. */
export interface KeeperTask {
  /** Run to its end before the program. */
  prepare?: { command: string; args: string[] };
  command: string;
  args: string[];
  folder: string;
  /** Whom to run them as; by default us. */
  uid?: number;
  gid?: number;
  logFile: string;
  stopSignal: NodeJS.Signals;
  stopWithinMs: number;
}

/** A program that ends when this process ends, however this process ends. */
export class KeptProcess {
  private readonly keeperGone: Promise<unknown>;
  private readonly reports: string[] = [];

  private constructor(
    private readonly keeper: ChildProcess,
    private readonly task: KeeperTask,
  ) {
    this.keeperGone = once(keeper, 'exit');
  }

  /**
   * Starts the program.
   * @throws Error when it can't be run at all (not found, not allowed, not prepared).
   */
  static async start(task: KeeperTask): Promise<KeptProcess> {
    // A group of its own: Ctrl-C in the terminal must not reach a broker that its clients still need.
    const keeper = spawn(process.execPath, [KEEPER, JSON.stringify(task)], {
      detached: true,
      cwd: task.folder,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const kept = new KeptProcess(keeper, task);
    const lines = createInterface({ input: keeper.stdout }).on('line', (line) => kept.reports.push(line));
    await Promise.race([once(lines, 'line'), once(lines, 'close')]);
    if (!kept.report('started')) {
      const reason = kept.report('failed') ?? 'the keeper ended without a word';
      const error = new Error(`${reason}\n${await kept.lastLines()}`.trimEnd());
      await kept.stop();
      throw error;
    }
    return kept;
  }

  get pid(): number {
    return Number(this.report('started'));
  }

  /** The program's throw-away folder. */
  get folder(): string {
    return this.task.folder;
  }

  /** The exit code or the signal that ended the program; undefined while it runs. */
  get exited(): string | undefined {
    return this.report('exited');
  }

  /** The last lines that the program wrote. */
  async lastLines(count = 15): Promise<string> {
    const text = await readFile(this.task.logFile, 'utf8').catch(() => '');
    return text.trimEnd().split('\n').slice(-count).join('\n');
  }

  /** Ends the program at once, as a crash would: SIGKILL. */
  kill(): void {
    if (this.exited === undefined) process.kill(this.pid, 'SIGKILL');
  }

  /** Ends the program and deletes its folder; resolves when both are done. May be called again. */
  async stop(): Promise<void> {
    this.keeper.stdin!.end();
    await this.keeperGone;
  }

  private report(kind: string): string | undefined {
    return this.reports.find((line) => line.startsWith(`${kind} `))?.slice(kind.length + 1);
  }
}
