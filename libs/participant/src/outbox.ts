import type { OutgoingMessage } from '@saga/bus';
import type { Publish } from './barrier.js';
import type { BarrierTables } from './barrier-schema.js';
import type { Query, SqlDatabase } from './sql-database.js';

/** The most messages that one sweep publishes. */
export const SWEEP_LIMIT = 500;

interface OutboxRow {
  id: string;
  topic: string;
  key: string;
  headers: Record<string, string>;
  value: Buffer;
}

/** Rows of the outbox out of the four parameters from number `first` on, which `outboxColumns` gives. */
export function outboxRows(first: number): string {
  const columns = [0, 1, 2, 3].map((index) => `$${first + index}::text[]`);
  return `SELECT topic, key, headers::json, decode(value, 'base64')
    FROM unnest(${columns.join(', ')}) AS message(topic, key, headers, value)`;
}

/** Messages as parallel arrays of texts, which every client can send. */
export function outboxColumns(messages: OutgoingMessage[]): string[][] {
  return [
    messages.map(({ topic }) => topic),
    messages.map(({ key }) => key),
    messages.map(({ headers }) => JSON.stringify(headers)),
    messages.map(({ value }) => Buffer.from(value).toString('base64')),
  ];
}

/** Forgets messages that are published. */
export async function removePublished(query: Query, { outbox }: BarrierTables, ids: string[]): Promise<void> {
  if (ids.length > 0) await query(`DELETE FROM ${outbox} WHERE id = ANY($1::bigint[])`, [ids]);
}

/**
 * Publishes and removes messages that have waited for `graceMs`: their process died between its commit and its
 * publish. Rows that another sweeper holds are left to it. Returns how many were published.
 */
export function sweepOutbox<Tx>(
  database: SqlDatabase<Tx>,
  tables: BarrierTables,
  publish: Publish,
  graceMs: number,
): Promise<number> {
  return database.transaction('READ COMMITTED', async (query) => {
    const rows = await query<OutboxRow>(
      `SELECT id, topic, key, headers, value FROM ${tables.outbox}
       WHERE created_at <= now() - $1::double precision * interval '1 millisecond'
       ORDER BY id LIMIT ${SWEEP_LIMIT} FOR UPDATE SKIP LOCKED`,
      [graceMs],
    );
    if (rows.length === 0) return 0;
    await publish(rows.map(({ topic, key, headers, value }) => ({ topic, key, headers, value })));
    await removePublished(
      query,
      tables,
      rows.map(({ id }) => id),
    );
    return rows.length;
  });
}
