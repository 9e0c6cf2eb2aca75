/** What a coordinator costs that coordinates nothing: a batch in, one commit, two messages out for each one in. */
import { createKafkaBus } from '@saga/bus';
import pg from 'pg';

const { DATABASE_URL, KAFKA_BROKERS, BENCH_NAME: name, BENCH_STEPS } = process.env;
const steps = Number(BENCH_STEPS);
const pool = new pg.Pool({ connectionString: DATABASE_URL });
const bus = createKafkaBus({ brokers: KAFKA_BROKERS.split(','), clientId: 'bare' });
await pool.query('CREATE TABLE IF NOT EXISTS public.bare_commits (messages integer)');

await bus.consume({
  group: `${name}-coordinator`,
  topics: [`${name}.in`],
  onBatch: async ({ messages }) => {
    await pool.query('INSERT INTO public.bare_commits VALUES ($1)', [messages.length]);
    await bus.publish(messages.flatMap(answers));
  },
});

function answers({ key, headers, value }) {
  const hop = Number(headers.hop);
  const told = { topic: `${name}.told`, key, headers, value };
  const next = { topic: `${name}.command`, key, headers: { ...headers, hop: `${hop + 1}` }, value };
  return hop < steps ? [told, next] : [told, { ...told, headers: { ...headers, last: 'yes' } }];
}

process.once('SIGTERM', async () => {
  await bus.close();
  await pool.end();
  process.exit(0);
});
