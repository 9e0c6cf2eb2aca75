import { CATALOGUE, SOLD_OUT } from './catalogue.js';

const PRODUCTS = [...CATALOGUE, SOLD_OUT].map(({ sku, received }) => `('${sku}', ${received}, ${received})`);

/** Stock by product, and what is set aside for which order. */
export const INVENTORY_MIGRATION = `
CREATE SCHEMA IF NOT EXISTS shop_inventory;
CREATE TABLE IF NOT EXISTS shop_inventory.stock (
  sku text PRIMARY KEY,
  received integer NOT NULL,
  available integer NOT NULL CHECK (available >= 0)
);
CREATE TABLE IF NOT EXISTS shop_inventory.reservations (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id text NOT NULL,
  sku text NOT NULL REFERENCES shop_inventory.stock,
  quantity integer NOT NULL CHECK (quantity > 0),
  released_at timestamptz
);
CREATE INDEX IF NOT EXISTS reservations_order ON shop_inventory.reservations (order_id);
INSERT INTO shop_inventory.stock (sku, received, available) VALUES ${PRODUCTS.join(', ')} ON CONFLICT DO NOTHING`;
