import { buildConsole } from './console-build.mjs';
import { installDependencies } from './dependencies.mjs';
import { run, runStep } from './run.mjs';

/** Each check is a heading and the command that makes it. */
const CHECKS = [
  ['Protos follow the rules', 'buf', ['lint', 'proto']],
  ['Generated code is current', 'npm', ['run', '--silent', 'generate:check', '-w', '@saga/contracts']],
  ['Formatting', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['Lint, with the dependency rule between libs', 'eslint', ['.']],
  ['Types of the specs', 'tsc', ['-p', 'tsconfig.test.json']],
  ['Types of the console', 'tsc', ['-p', 'services/console']],
];

async function makeReady() {
  await installDependencies();
  await runStep('Building', 'tsc', ['-b']);
  await buildConsole();
}

/** Runs the demo until it ends or is ended. */
export async function start(args) {
  await makeReady();
  await runProgram('services/shop/dist/demo/main.js', args);
}

/** Runs every check and all specs; with arguments only Jest, to which they go. Stops at what fails first. */
export async function test(args) {
  await makeReady();
  const checks = args.length > 0 ? [] : CHECKS;
  for (const [heading, command, commandArgs] of checks) await runStep(heading, command, commandArgs);
  await runStep('Specs', 'jest', args);
}

/** Measures sagas per second. */
export async function bench(args) {
  await makeReady();
  await runProgram('test/bench/main.mjs', args);
}

async function runProgram(file, args) {
  process.exitCode = await run(process.execPath, [file, ...args], { ownGroup: true });
}
