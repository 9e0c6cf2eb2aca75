/**
 * What the effect ledger costs a participant: commands a second through the Postgres barrier, without a ledger and with
 * ledgers of different numbers of chains. Rounds alternate; medians are told.
 * Usage: node test/bench/effect-ledger.mjs [commands a run] [rounds] [commands at a time]
 */
import { performance } from 'node:perf_hooks';
import { startPostgres } from '@saga/dev-stack';
import { postgresBarrier } from '@saga/participant';
import pg from 'pg';
import { median, printTable } from './table.mjs';

const [commands, rounds, atATime] = [4_000, 7, 32].map((usual, i) => Number(process.argv[2 + i] ?? usual));
const KINDS = { 'no ledger': false, '1 chain': 1, '8 chains': 8, '64 chains': 64 };
const OUTCOME = { result: 'success', output: { paymentId: 'p-31' } };

const postgres = await startPostgres();
const pool = new pg.Pool({ connectionString: postgres.url, max: atATime });
pool.on('error', () => undefined);
try {
  const perSecond = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const kind of Object.keys(KINDS)) {
      const measured = await run(kind, round);
      // The first round warms up.
      if (round > 0) perSecond[kind].push(measured);
    }
  }
  const base = median(perSecond['no ledger']);
  printTable([
    ['ledger', 'commands/s', 'of those without'],
    ...Object.entries(perSecond).map(([kind, all]) => [
      kind,
      median(all).toFixed(0),
      `${((100 * median(all)) / base).toFixed(0)}%`,
    ]),
  ]);
} finally {
  await pool.end();
  await postgres.stop();
}

/** Commands a second of one run, each of a saga of its own that leaves a row. */
async function run(kind, round) {
  const schema = `bench_${Object.keys(KINDS).indexOf(kind)}_${round}`;
  const chains = KINDS[kind];
  const barrier = postgresBarrier(pool, { schema, ledger: chains && { chains } });
  await barrier.migrate();
  await pool.query(`CREATE TABLE ${schema}.work (saga_id text)`);
  const began = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < commands) await charge(barrier, schema, next++);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  const perSecond = (1_000 * commands) / (performance.now() - began);
  await pool.query(`DROP SCHEMA ${schema} CASCADE`);
  return perSecond;
}

async function charge(barrier, schema, index) {
  const sagaId = `order-${index}`;
  const settlement = {
    outcome: OUTCOME,
    messages: [{ topic: 'saga.reply', key: sagaId, headers: { ce_id: sagaId }, value: '{"output":{}}' }],
    effect: {},
  };
  const command = {
    ...{ kind: 'command', id: `${sagaId}:charge:do:1`, name: 'payments.charge', input: {}, time: '' },
    ...{ sagaId, step: 'charge', direction: 'do', attempt: 1 },
  };
  const { receipts } = await barrier.pass(command, {
    async run(tx) {
      await tx.query(`INSERT INTO ${schema}.work VALUES ($1)`, [sagaId]);
      return settlement;
    },
    answer: () => settlement,
    broke: (error) => {
      throw error;
    },
  });
  await barrier.published(receipts);
}
