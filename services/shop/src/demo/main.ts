import { setTimeout as sleep } from 'node:timers/promises';
import { NoBrokerAvailable } from '@saga/dev-stack';
import { Pool } from 'pg';
import { checkBooks } from '../books/check-books.js';
import { createOrders } from '../generator/create-orders.js';
import { LiveLine } from './live-line.js';
import { type DemoOptions, readOptions, USAGE } from './options.js';
import { describeCounts, endedSagas, type SagaCounts, sagaCounts } from './saga-counts.js';
import type { Stage } from './stage.js';

const tell = (line: string) => console.log(line);

async function main(options: DemoOptions): Promise<number> {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const stage = await setStage(options);
  try {
    return stopping.signal.aborted ? 0 : await play(stage, options, stopping.signal);
  } finally {
    tell('stopping');
    await stage.stop();
  }
}

async function setStage(options: DemoOptions): Promise<Stage> {
  // Loaded when needed: the coordinator is in this process only where there is no Kafka.
  const inOneProcess = async () => (await import('./in-one-process.js')).stageInOneProcess(options, tell);
  if (options.inMemory) {
    tell('As asked, this runs WITHOUT KAFKA: all services in one process on the in-memory bus.');
    return inOneProcess();
  }
  try {
    return await (await import('./on-kafka.js')).stageOnKafka(options, tell);
  } catch (error) {
    if (!(error instanceof NoBrokerAvailable)) throw error;
    tell('This runs WITHOUT KAFKA: all services in one process on the in-memory bus, because');
    tell(error.message);
    return inOneProcess();
  }
}

async function play(stage: Stage, options: DemoOptions, signal: AbortSignal): Promise<number> {
  for (const address of stage.addresses) tell(`  ${address}`);
  tell(
    options.orders === Infinity
      ? `placing ${options.rate} orders a second; Ctrl-C ends it`
      : `placing ${options.orders} orders`,
  );
  const before = await sagaCounts(stage.coordinatorUrl);
  const began = Date.now();
  const { rate, orders: count, refused: businessFailureRate } = options;
  const mix = { seed: `order-${began.toString(36)}`, businessFailureRate };
  const placing = createOrders({
    bus: stage.bus,
    topicPrefix: stage.topicPrefix,
    rate,
    count,
    signal,
    ...mix,
  });
  const live = new LiveLine(process.stdout);
  let counts = before;
  const isDone = () => options.exit && endedSagas(counts) - endedSagas(before) >= options.orders;
  while (!signal.aborted && !isDone()) {
    await sleep(options.exit ? 200 : 500, undefined, { signal }).catch(() => undefined);
    counts = await sagaCounts(stage.coordinatorUrl).catch(() => counts);
    live.show(describeCounts(counts));
  }
  await placing;
  live.end(describeCounts(counts));
  return isDone() ? report(stage, counts, before, Date.now() - began) : 0;
}

async function report(
  stage: Stage,
  counts: SagaCounts,
  before: SagaCounts,
  milliseconds: number,
): Promise<number> {
  const pool = new Pool({ connectionString: stage.databaseUrl });
  const { balanced, problems, totals } = await checkBooks(pool).finally(() => pool.end());
  const sagas = endedSagas(counts) - endedSagas(before);
  const seconds = milliseconds / 1000;
  tell(`${sagas} orders in ${seconds.toFixed(1)} s, ${Math.round(sagas / seconds)} a second`);
  tell(
    `confirmed ${totals.confirmed}, shipped ${totals.shipped}, cancelled ${totals.cancelled}, taken ${(totals.takenCents / 100).toFixed(2)}`,
  );
  tell(
    balanced
      ? 'The books balance.'
      : `THE BOOKS DON'T BALANCE:\n${problems.map((each) => `  ${each}`).join('\n')}`,
  );
  return balanced ? 0 : 1;
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) tell(USAGE);
  else process.exitCode = await main(options);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
