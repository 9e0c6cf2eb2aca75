/**
 * Sagas a second of a three-step saga, beside the bare pipeline: the same messages through the same topics, with as
 * many Postgres commits, and no saga. Runs alternate; what counts is the ratio of their medians.
 */
import { parseArgs } from 'node:util';
import { startDevStack } from '@saga/dev-stack';
import { runBare } from './bare-run.mjs';
import { runSagas } from './saga-run.mjs';
import { median, printTable } from './table.mjs';
import { eachOf, THREE_STEPS } from './work.mjs';

const USAGE = `Usage: npm run bench [-- <options>]
  --sagas <n>   sagas a run (default 5000)
  --runs <n>    runs of each kind (default 3)
  --each <n>    in place of these: one saga for each of n items, beside smaller ones`;

const { values } = parseArgs({
  options: {
    sagas: { type: 'string', default: '5000' },
    runs: { type: 'string', default: '3' },
    each: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
} else if (values.each) {
  await benchEach(Number(values.each));
} else {
  await bench(Number(values.sagas), Number(values.runs));
}

async function bench(sagas, runs) {
  const stack = await startDevStack({ log: console.log });
  try {
    const results = { sagas: [], bare: [] };
    // The first round warms the broker, the database and the compilers up, and is thrown away.
    for (let round = 0; round <= runs; round++) {
      for (const [kind, run] of [
        ['sagas', (...run) => runSagas(...run, THREE_STEPS)],
        ['bare', runBare],
      ]) {
        const result = await run(stack, sagas, `bench-${kind}-${round}`);
        console.log(
          `${round === 0 ? 'warm-up' : `run ${round}`}, ${kind}: ${Math.round(result.perSecond)} sagas/s`,
        );
        if (round > 0) results[kind].push(result);
      }
    }
    report(results, sagas);
  } finally {
    await stack.stop();
  }
}

/** What an item costs in a saga of many, beside sagas of few: it must not depend on how many there are. */
async function benchEach(most) {
  const stack = await startDevStack({ log: console.log });
  try {
    await runSagas(stack, 1, 'bench-each-warm-up', eachOf(1_000));
    const rows = [];
    for (let items = most; items >= 100; items = Math.floor(items / 10)) {
      const run = await runSagas(stack, 1, `bench-each-${items}`, eachOf(items));
      rows.unshift([
        String(items),
        (run.perSecond * items).toFixed(0),
        run.cpuMs.toFixed(2),
        run.commits.toFixed(2),
        run.walBytes.toFixed(0),
      ]);
    }
    console.log(
      '\none saga, one step for each item, 10 items at a time; from CPU (of the coordinator) on, per item\n',
    );
    printTable([['items', 'items/s', 'CPU ms', 'commits', 'WAL bytes'], ...rows]);
  } finally {
    await stack.stop();
  }
}

function report({ sagas, bare }, count) {
  const of = (runs, figure) => median(runs.map((run) => run[figure]));
  console.log(
    `\n${count} sagas of 3 steps, median of ${sagas.length} runs each; from CPU (of the coordinator) on, per saga\n`,
  );
  printTable([
    ['', 'sagas/s', 'p50 ms', 'p99 ms', 'CPU ms', 'commits', 'WAL bytes', 'messages'],
    ...Object.entries({ coordinator: sagas, 'bare pipeline': bare }).map(([name, runs]) => [
      name,
      of(runs, 'perSecond').toFixed(0),
      of(runs, 'p50').toFixed(0),
      of(runs, 'p99').toFixed(0),
      of(runs, 'cpuMs').toFixed(2),
      of(runs, 'commits').toFixed(3),
      of(runs, 'walBytes').toFixed(0),
      of(runs, 'messages').toFixed(1),
    ]),
  ]);
  console.log(`\nratio to the bare pipeline: ${(of(sagas, 'perSecond') / of(bare, 'perSecond')).toFixed(2)}`);
}
