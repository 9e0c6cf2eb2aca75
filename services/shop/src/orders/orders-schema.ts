/** The orders and how far they are. */
export const ORDERS_MIGRATION = `
CREATE SCHEMA IF NOT EXISTS shop_orders;
CREATE TABLE IF NOT EXISTS shop_orders.orders (
  order_id text PRIMARY KEY,
  customer_id text NOT NULL,
  sku text NOT NULL,
  quantity integer NOT NULL,
  amount_cents bigint NOT NULL,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'confirmed', 'cancelled')),
  opened_at timestamptz NOT NULL DEFAULT now()
)`;
