import pg from 'pg';

// Other sessions hand in their counts with a delay of up to a second.
const SETTLING_MS = 1_500;

const SPENT = `
SELECT xact_commit::float8 AS commits, (pg_current_wal_lsn() - '0/0')::float8 AS "walBytes"
FROM pg_stat_database WHERE datname = current_database()`;

/** What has been spent so far: by Postgres, as it counts itself, and by a program of `startProgram`. */
async function spentBy(program, databaseUrl) {
  const cpu = await program.cpuMilliseconds();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
    const { rows } = await client.query(SPENT);
    return { ...rows[0], cpu };
  } finally {
    await client.end();
  }
}

/**
 * Begins to count what a program and its database spend; the function it gives ends that, and tells the spending
 * for each of `count` sagas. The program's CPU time is counted between the two calls, without waiting in between.
 */
export async function countExpense(program, databaseUrl) {
  const before = await spentBy(program, databaseUrl);
  return async (count) => {
    const after = await spentBy(program, databaseUrl);
    const each = (figure) => (after[figure] - before[figure]) / count;
    return { commits: each('commits'), walBytes: each('walBytes'), cpuMs: each('cpu') };
  };
}
