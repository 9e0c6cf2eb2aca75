/** What a new customer may owe the shop. */
export const CREDIT_LIMIT_CENTS = 500_000_000;

/**
 * A double-entry ledger: each posting has two entries that add up to zero, one on the customer's account, one
 * on the shop's. `owed_cents` sums up a customer's entries, so that the limit is checked with one row's lock.
 */
export const PAYMENTS_MIGRATION = `
CREATE SCHEMA IF NOT EXISTS shop_payments;
CREATE TABLE IF NOT EXISTS shop_payments.customers (
  customer_id text PRIMARY KEY,
  credit_limit_cents bigint NOT NULL DEFAULT ${CREDIT_LIMIT_CENTS},
  owed_cents bigint NOT NULL DEFAULT 0 CHECK (owed_cents >= 0)
);
CREATE TABLE IF NOT EXISTS shop_payments.ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id text NOT NULL,
  posting text NOT NULL CHECK (posting IN ('charge', 'refund')),
  account text NOT NULL,
  amount_cents bigint NOT NULL,
  booked_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS ledger_order ON shop_payments.ledger (order_id)`;
