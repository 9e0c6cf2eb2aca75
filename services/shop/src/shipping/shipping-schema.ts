/** What the carrier was asked to bring where. */
export const SHIPPING_MIGRATION = `
CREATE SCHEMA IF NOT EXISTS shop_shipping;
CREATE TABLE IF NOT EXISTS shop_shipping.shipments (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id text NOT NULL,
  address text NOT NULL,
  cancelled_at timestamptz
);
CREATE INDEX IF NOT EXISTS shipments_order ON shop_shipping.shipments (order_id)`;
