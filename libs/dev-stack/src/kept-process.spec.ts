import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { type KeeperTask, KeptProcess } from './kept-process.js';
import { waitUntilAnswers } from './wait-until.js';
import { makeWorkFolder } from './work-folder.js';

const KEEPER = join(import.meta.dirname, '../keeper.mjs');

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(20);
}

describe('a kept program', () => {
  const task = async (script: string, changes: Partial<KeeperTask> = {}): Promise<KeeperTask> => {
    const folder = await makeWorkFolder('spec');
    const logFile = join(folder, 'program.log');
    return {
      command: process.execPath,
      args: ['-e', script],
      folder,
      logFile,
      stopSignal: 'SIGTERM',
      stopWithinMs: 200,
      ...changes,
    };
  };
  const FOREVER = 'setInterval(() => {}, 1000)';

  it('runs until it is stopped, and leaves nothing behind', async () => {
    const kept = await KeptProcess.start(await task(FOREVER));
    expect(isAlive(kept.pid)).toBe(true);
    await kept.stop();
    expect(isAlive(kept.pid)).toBe(false);
    expect(existsSync(kept.folder)).toBe(false);
  });

  it('is killed when it does not heed the signal to stop', async () => {
    const kept = await KeptProcess.start(await task(`process.on('SIGTERM', () => {}); ${FOREVER}`));
    await kept.stop();
    expect(isAlive(kept.pid)).toBe(false);
  });

  it('can be crashed', async () => {
    const kept = await KeptProcess.start(await task(FOREVER));
    kept.kill();
    await until(() => kept.exited !== undefined);
    expect(kept.exited).toBe('SIGKILL');
    await kept.stop();
  });

  it('ends when the process that started it is killed', async () => {
    const starter = spawn(process.execPath, [
      '-e',
      `const { spawn } = require('node:child_process');
       const stdio = ['pipe', 'inherit', 'inherit'];
       spawn(process.execPath, ${JSON.stringify([KEEPER, JSON.stringify(await task(FOREVER))])}, { detached: true, stdio });`,
    ]);
    const [line] = (await once(createInterface({ input: starter.stdout }), 'line')) as [string];
    const pid = Number(line.replace('started ', ''));
    expect(isAlive(pid)).toBe(true);
    starter.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });

  it('is not started when it is not there', async () => {
    const missing = await task('', { command: '/nowhere/postgres' });
    await expect(KeptProcess.start(missing)).rejects.toThrow(/^\/nowhere\/postgres can't be run: .*ENOENT/);
    expect(existsSync(missing.folder)).toBe(false);
  });

  it('is not started when its preparation fails, and the error holds what that wrote', async () => {
    const prepare = { command: process.execPath, args: ['-e', 'console.log("disk full"); process.exit(3)'] };
    const attempt = KeptProcess.start(await task(FOREVER, { prepare }));
    await expect(attempt).rejects.toThrow(/can't be run: status 3\ndisk full$/);
  });

  it('tells its last words when it ends before it answers', async () => {
    const kept = await KeptProcess.start(await task('console.error("port 1 is taken"); process.exit(1)'));
    const answer = waitUntilAnswers(kept, {
      what: 'Kafka',
      probe: () => Promise.reject(new Error('refused')),
      withinMs: 10_000,
      remedy: 'Set KAFKA_BROKERS.',
    });
    await expect(answer).rejects.toThrow(
      'Kafka ended (1) before it answered. Set KAFKA_BROKERS.\nIts last lines:\nport 1 is taken',
    );
    await kept.stop();
  });

  it('has a deadline to answer', async () => {
    const kept = await KeptProcess.start(await task(FOREVER));
    const probe = () => Promise.reject(new Error('refused'));
    const answer = waitUntilAnswers(kept, { what: 'Kafka', probe, withinMs: 100, remedy: '' });
    await expect(answer).rejects.toThrow('Kafka did not answer within 0.1 s (refused)');
    await kept.stop();
  });
});
