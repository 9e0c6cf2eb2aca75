import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program beside the bench, in a process of its own; its output is shown only when it fails. */
export function startProgram(script, env) {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  const exited = once(child, 'exit').then(([code]) => {
    if (code) console.error(`${script} ended with ${code}\n${output}`);
  });
  return {
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
