import { Client } from 'pg';
import type { ChainEnd, ExportedEffect, LedgerLine } from './exported-ledger.js';
import { UnusableSource } from './unusable-source.js';

const PAGE = 5_000;
const SCHEMAS = `
SELECT quote_ident(schemaname) AS schema FROM pg_catalog.pg_tables WHERE tablename = 'saga_effects' ORDER BY 1`;

/**
 * All ledgers of a database, in whichever schemas they are, as they are at one moment.
 * @throws UnusableSource when it can't be read or has none
 */
export async function* readDatabase(url: string): AsyncIterable<LedgerLine> {
  const client = new Client({ connectionString: url, application_name: 'sagactl' });
  try {
    await client.connect();
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows: schemas } = await client.query<{ schema: string }>(SCHEMAS);
    if (schemas.length === 0)
      throw new UnusableSource(
        withoutPassword(url),
        'has no effect ledger',
        'let the participant keep one: postgresBarrier(pool, { ledger: true })',
      );
    for (const { schema } of schemas) yield* readSchema(client, schema);
  } catch (error) {
    if (error instanceof UnusableSource) throw error;
    throw new UnusableSource(withoutPassword(url), reasonOf(error as Error), 'check the URL');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function* readSchema(client: Client, schema: string): AsyncIterable<LedgerLine> {
  const { rows: ends } = await client.query<Omit<ChainEnd, 'kind'>>(
    `SELECT participant, chain, length::float8 AS length, hash FROM ${schema}.saga_effect_chains
     ORDER BY participant, chain`,
  );
  for (const end of ends) yield { kind: 'chain-end', ...end };
  let after: [string, number, number] = ['', 0, 0];
  for (;;) {
    const { rows } = await client.query<Omit<ExportedEffect, 'kind'>>(
      `SELECT participant, chain, position::float8 AS position, entry, previous, hash FROM ${schema}.saga_effects
       WHERE (participant, chain, position) > ($1, $2::integer, $3::bigint)
       ORDER BY participant, chain, position LIMIT ${PAGE}`,
      after,
    );
    for (const row of rows) yield { kind: 'effect', ...row };
    const last = rows.at(-1);
    if (!last) return;
    after = [last.participant, last.chain, last.position];
  }
}

/** Node has no words of its own for an address at which nobody listens. */
function reasonOf({ message, code }: Error & { code?: string }): string {
  return message || (code ?? 'it does not answer');
}

function withoutPassword(url: string): string {
  return url.replace(/:[^:@/]*@/, ':…@');
}
