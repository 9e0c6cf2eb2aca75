import type { PoolClient } from 'pg';

const STOCK = `
SELECT format('stock of %s: %s of %s are there, though %s are set aside', sku, available, received, held) AS problem
FROM shop_inventory.stock
LEFT JOIN (
  SELECT sku, sum(quantity) AS held FROM shop_inventory.reservations WHERE released_at IS NULL GROUP BY sku
) AS reserved USING (sku)
WHERE received - available <> coalesce(held, 0) ORDER BY sku`;

const POSTINGS = `
SELECT format('the %s of order %s does not add up: its entries leave %s cents', posting, order_id, sum(amount_cents))
  AS problem
FROM shop_payments.ledger GROUP BY order_id, posting HAVING sum(amount_cents) <> 0 ORDER BY order_id`;

const CUSTOMERS = `
SELECT format('%s owes %s cents, though the ledger says %s', customer_id, owed_cents, coalesce(booked, 0)) AS problem
FROM shop_payments.customers
LEFT JOIN (SELECT account, -sum(amount_cents) AS booked FROM shop_payments.ledger GROUP BY account) AS entries
  ON account = customer_id
WHERE owed_cents <> coalesce(booked, 0) ORDER BY customer_id`;

/** Names each product, posting and customer whose sums don't agree with their entries. */
export async function unbalancedAccounts(client: PoolClient): Promise<string[]> {
  const problems: string[] = [];
  for (const check of [STOCK, POSTINGS, CUSTOMERS]) {
    const { rows } = await client.query<{ problem: string }>(check);
    problems.push(...rows.map(({ problem }) => problem));
  }
  return problems;
}
