/**
 * Runs one program for as long as its own standard input stays open, so that the program ends with
 * whoever started it, even by kill -9. Reads its task as JSON from the first argument (see
 * KeeperTask in src/kept-process.ts) and reports on standard output, a line each:
 * `started <pid>`, `failed <reason>`, `exited <code or signal>`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { openSync, rmSync } from 'node:fs';

const { prepare, command, args, folder, uid, gid, logFile, stopSignal, stopWithinMs } = JSON.parse(
  process.argv[2],
);

const log = openSync(logFile, 'a');
const options = { cwd: folder, uid, gid, stdio: ['ignore', log, log] };
let program;
let running = false;
let ending = false;

function start() {
  const prepared = prepare && spawnSync(prepare.command, prepare.args, options);
  if (prepared && prepared.status !== 0) return fail(prepare, prepared.error ?? `status ${prepared.status}`);
  program = spawn(command, args, options);
  program.on('error', (error) => fail({ command }, error));
  program.on('spawn', () => {
    running = true;
    console.log(`started ${program.pid}`);
  });
  program.on('exit', (code, signal) => {
    running = false;
    console.log(`exited ${signal ?? code}`);
    if (ending) finish();
  });
}

const fail = ({ command }, reason) =>
  console.log(`failed ${command} can't be run: ${reason.message ?? reason}`);

function finish() {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit(0);
}

function end() {
  if (ending) return;
  ending = true;
  if (!running) finish();
  program.kill(stopSignal);
  setTimeout(() => program.kill('SIGKILL'), stopWithinMs);
}

// The reader of our reports may be gone already; its end reaches us through standard input.
process.stdout.on('error', () => {});
process.stdin.on('end', end).on('error', end).resume();
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);

start();
