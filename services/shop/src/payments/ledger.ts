import { BusinessFailure } from '@saga/participant';
import type { PoolClient } from 'pg';

/** The account that takes what customers pay. */
export const SHOP_ACCOUNT = 'shop';

/** Adds to what a customer owes. Throws `BusinessFailure` `insufficient-credit` beyond the limit. */
export async function drawCredit(tx: PoolClient, customerId: string, amountCents: number): Promise<void> {
  await tx.query('INSERT INTO shop_payments.customers (customer_id) VALUES ($1) ON CONFLICT DO NOTHING', [
    customerId,
  ]);
  const drawn = await tx.query(
    `UPDATE shop_payments.customers SET owed_cents = owed_cents + $2
     WHERE customer_id = $1 AND owed_cents + $2 <= credit_limit_cents`,
    [customerId, amountCents],
  );
  if (drawn.rowCount === 0) {
    throw new BusinessFailure('insufficient-credit', `${customerId} can't owe ${amountCents} cents more`);
  }
}

/** Books a charge: the customer's account gives, the shop's takes. */
export async function bookCharge(
  tx: PoolClient,
  orderId: string,
  customerId: string,
  amountCents: number,
): Promise<void> {
  await tx.query(
    `INSERT INTO shop_payments.ledger (order_id, posting, account, amount_cents)
     VALUES ($1, 'charge', $2, -$4::bigint), ($1, 'charge', $3, $4::bigint)`,
    [orderId, customerId, SHOP_ACCOUNT, amountCents],
  );
}

/** Books the opposite of an order's charge and gives the customer the credit back. */
export async function bookRefund(tx: PoolClient, orderId: string): Promise<void> {
  await tx.query(
    `WITH refund AS (
       INSERT INTO shop_payments.ledger (order_id, posting, account, amount_cents)
       SELECT order_id, 'refund', account, -amount_cents
       FROM shop_payments.ledger WHERE order_id = $1 AND posting = 'charge'
       RETURNING account, amount_cents
     )
     UPDATE shop_payments.customers SET owed_cents = owed_cents - refund.amount_cents
     FROM refund WHERE customer_id = refund.account`,
    [orderId],
  );
}
