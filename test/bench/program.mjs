import { spawn } from 'node:child_process';
import { once } from 'node:events';

const INSTRUMENT = new URL('./instrument.mjs', import.meta.url).href;

/** A program beside the bench, in a process of its own; its output is shown only when it fails. */
export function startProgram(script, env) {
  const child = spawn(process.execPath, ['--import', INSTRUMENT, script], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  const exited = once(child, 'exit').then(([code]) => {
    if (code) console.error(`${script} ended with ${code}\n${output}`);
  });
  return {
    /** How many milliseconds it has computed since it began. */
    async cpuMilliseconds() {
      child.send('cpu');
      const [{ cpu }] = await once(child, 'message');
      return (cpu.user + cpu.system) / 1000;
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
