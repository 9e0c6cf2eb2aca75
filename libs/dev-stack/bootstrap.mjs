/**
 * What `npm start`, `npm test` and `npm run bench` run: makes a fresh clone ready, then does the task.
 * Plain JavaScript without dependencies, because it has to run before there are any.
 */
import { bench, start, test } from './bootstrap/tasks.mjs';
import { assertNodeVersion } from './bootstrap/node-version.mjs';
import { Failed } from './bootstrap/run.mjs';

const USAGE = `Usage:
  npm start [-- <options>]     run the whole demo; "npm start -- --help" lists its options
  npm test                     run every check, then all specs
  npm test -- <jest options>   run only those specs, as in: npm test -- libs/engine --selectProjects unit
  npm run bench                measure sagas per second

The first run installs the dependencies. Kafka and Postgres are started here, unless
KAFKA_BROKERS (host:port,host:port) and DATABASE_URL name running ones.`;

const TASKS = { start, test, bench };

async function main([name, ...args]) {
  if (name === '--help' || name === '-h' || !name) return console.log(USAGE);
  const task = TASKS[name];
  if (!task)
    throw new Failed(`Unknown task "${name}": it must be one of ${Object.keys(TASKS).join(', ')}`, 2);
  assertNodeVersion(process.versions.node);
  await task(args);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error instanceof Failed ? error.message : error);
  process.exitCode = error.status ?? 1;
});
