import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';

/** The folder of the repository, whatever the current folder is. */
export const ROOT = join(import.meta.dirname, '../../..');

/** Ends the task with a message and an exit status, without a stack trace. */
export class Failed extends Error {
  constructor(message, status = 1) {
    super(message);
    this.status = status;
  }
}

const HANDED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const SAME_SIGNAL_MS = 500;

/**
 * Runs a program in the repository's folder, with the repository's tools on its PATH, and hands signals on.
 * `ownGroup` keeps Ctrl-C from reaching it directly, so that it gets one signal and not three.
 * Resolves to its exit status; a program that a signal ended has 128 and the signal's number, as in a shell.
 */
export async function run(command, args, { ownGroup = false } = {}) {
  const tools = join(ROOT, 'node_modules/.bin');
  const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH ?? ''}` };
  const child = spawn(command, args, { cwd: ROOT, env, stdio: 'inherit', detached: ownGroup });

  // A terminal signals npm and us, and npm signals us again: one Ctrl-C is handed on once.
  let last = 0;
  const handOn = (signal) => {
    if (Date.now() - last < SAME_SIGNAL_MS) return;
    last = Date.now();
    child.kill(signal);
  };
  for (const signal of HANDED_ON) process.on(signal, handOn);
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', (error) => reject(new Failed(`Can't run ${command}: ${error.message}`)));
      child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    for (const signal of HANDED_ON) process.off(signal, handOn);
  }
}

/**
 * Runs a step of a task under a heading and prints how long it took.
 * Throws `Failed` with the command to run it again when it fails.
 */
export async function runStep(heading, command, args) {
  console.log(`\n▶ ${heading}`);
  const began = Date.now();
  const status = await run(command, args);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  if (status === 0) return console.log(`✔ ${heading} (${seconds} s)`);
  const again = [command === 'npm' ? 'npm' : `npx ${command}`, ...args].join(' ');
  throw new Failed(
    `✖ ${heading} failed with status ${status} after ${seconds} s. Run it again: ${again}`,
    status,
  );
}
