import pg from 'pg';

/** Transactions committed so far in a database, as Postgres counts them. */
export async function commitsIn(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    // Other sessions hand in their counts with a delay of up to a second.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { rows } = await client.query(
      `SELECT xact_commit::float8 AS commits FROM pg_stat_database WHERE datname = current_database()`,
    );
    return rows[0].commits;
  } finally {
    await client.end();
  }
}
