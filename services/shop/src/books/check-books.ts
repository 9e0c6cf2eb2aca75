import type { Pool, PoolClient } from 'pg';
import { SHOP_ACCOUNT } from '../payments/ledger.js';
import { unbalancedAccounts } from './account-checks.js';
import { halfDoneOrders } from './order-check.js';

export interface BooksTotals {
  confirmed: number;
  cancelled: number;
  /** Orders whose saga has not come to an end. */
  open: number;
  /** Shipments on the way. */
  shipped: number;
  /** What the shop has taken, less what it paid back. */
  takenCents: number;
}

export interface Books {
  balanced: boolean;
  /** Each thing that is not as it must be, by its order, product or customer. */
  problems: string[];
  totals: BooksTotals;
}

const TOTALS = `
SELECT (count(*) FILTER (WHERE state = 'confirmed'))::int AS confirmed,
  (count(*) FILTER (WHERE state = 'cancelled'))::int AS cancelled,
  (count(*) FILTER (WHERE state = 'open'))::int AS open,
  (SELECT count(*)::int FROM shop_shipping.shipments WHERE cancelled_at IS NULL) AS shipped,
  (SELECT coalesce(sum(amount_cents), 0)::float8 FROM shop_payments.ledger WHERE account = $1) AS "takenCents"
FROM shop_orders.orders`;

/**
 * Checks the books of the whole shop: each order is confirmed, paid and shipped once, or fully undone, and all
 * stock and money is accounted for. It reads the services' tables alone and knows nothing of sagas; an order
 * that is still on its way counts as a problem.
 */
export async function checkBooks(pool: Pool): Promise<Books> {
  const client = await pool.connect();
  try {
    // One snapshot over all schemas, so that running services don't look like errors of theirs.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    return await auditBooks(client);
  } finally {
    await client.query('ROLLBACK').finally(() => client.release());
  }
}

/** As `checkBooks`, within the client's transaction. */
export async function auditBooks(client: PoolClient): Promise<Books> {
  const problems = [...(await halfDoneOrders(client)), ...(await unbalancedAccounts(client))];
  return { balanced: problems.length === 0, problems, totals: await totalsOf(client) };
}

async function totalsOf(client: PoolClient): Promise<BooksTotals> {
  const { rows } = await client.query<BooksTotals>(TOTALS, [SHOP_ACCOUNT]);
  return rows[0] as BooksTotals;
}
