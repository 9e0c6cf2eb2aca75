/**
 * Runs one program for as long as its own standard input stays open, so that the program ends with
 * whoever started it, even by kill -9. Reads its task as JSON from the first argument (see
 * KeeperTask in src/kept-process.ts) and reports on standard output, a line each:
 * `started <pid>`, `failed <reason>`, `exited <code or signal>`.
 */
import { spawn } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';

const { command, args, cwd, env, uid, gid, logFile, stopSignal, stopWithinMs, folder } = JSON.parse(
  process.argv[2],
);

const log = openSync(logFile, 'a');
const program = spawn(command, args, { cwd, env, uid, gid, stdio: ['ignore', log, log] });
const running = () => program.pid !== undefined && program.exitCode === null && program.signalCode === null;
let ending = false;

function finish() {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

function end() {
  if (ending) return;
  ending = true;
  if (!running()) finish();
  program.kill(stopSignal);
  setTimeout(() => program.kill('SIGKILL'), stopWithinMs);
}

program.on('spawn', () => console.log(`started ${program.pid}`));
program.on('error', (error) => console.log(`failed ${error.message}`));
program.on('exit', (code, signal) => {
  console.log(`exited ${signal ?? code}`);
  if (ending) finish();
});

// The reader of our reports may be gone already; its end reaches us through standard input.
process.stdout.on('error', () => {});
process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
