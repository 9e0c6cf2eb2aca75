import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';

/** A service of the demo in a process of its own. It ends with this process: its IPC channel closes then. */
export class ServiceProcess {
  private readonly child: ChildProcess;
  private readonly exited: Promise<unknown>;
  private stopping = false;

  /** `onDeath` is told when the service ends without having been stopped. */
  constructor(
    readonly name: string,
    script: string,
    env: Record<string, string>,
    readonly logFile: string,
    onDeath: (service: ServiceProcess) => void,
  ) {
    const log = openSync(logFile, 'a');
    this.child = spawn(process.execPath, [script], {
      env: { ...process.env, ...env },
      stdio: ['ignore', log, log, 'ipc'],
      // Ctrl-C reaches the demo alone, which then stops its services in order.
      detached: true,
    });
    this.exited = once(this.child, 'exit').then(() => {
      if (!this.stopping) onDeath(this);
    });
  }

  /** Lets the service finish what it has in hand; kills it when that takes over ten seconds. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    const impatience = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
    await this.exited;
    clearTimeout(impatience);
  }
}
