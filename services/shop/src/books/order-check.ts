import type { PoolClient } from 'pg';
import { SHOP_ACCOUNT } from '../payments/ledger.js';

/** One order over all services. Counts hold undone things too, so that one done twice shows. */
interface OrderTraces {
  order_id: string;
  state: string | null;
  reservations: number;
  reserved: number;
  charges: number;
  refunds: number;
  paid_cents: string;
  shipments: number;
  shipped: number;
}

const HALF_DONE = `
SELECT * FROM (
  SELECT order_id, state, quantity, amount_cents,
    coalesce(reservations, 0) AS reservations, coalesce(reserved, 0) AS reserved,
    coalesce(charges, 0) AS charges, coalesce(refunds, 0) AS refunds, coalesce(paid_cents, 0) AS paid_cents,
    coalesce(shipments, 0) AS shipments, coalesce(shipped, 0) AS shipped
  FROM shop_orders.orders
  FULL JOIN (
    SELECT order_id, count(*)::int AS reservations,
      coalesce(sum(quantity) FILTER (WHERE released_at IS NULL), 0)::int AS reserved
    FROM shop_inventory.reservations GROUP BY order_id
  ) AS stock USING (order_id)
  FULL JOIN (
    SELECT order_id, sum(amount_cents)::bigint AS paid_cents,
      (count(*) FILTER (WHERE posting = 'charge'))::int AS charges,
      (count(*) FILTER (WHERE posting = 'refund'))::int AS refunds
    FROM shop_payments.ledger WHERE account = $1 GROUP BY order_id
  ) AS money USING (order_id)
  FULL JOIN (
    SELECT order_id, count(*)::int AS shipments, (count(*) FILTER (WHERE cancelled_at IS NULL))::int AS shipped
    FROM shop_shipping.shipments GROUP BY order_id
  ) AS parcels USING (order_id)
) AS traces
WHERE NOT coalesce(
  CASE coalesce(state, 'cancelled')
    WHEN 'confirmed' THEN (reservations, reserved, charges, refunds, paid_cents, shipments, shipped)
      = (1, quantity, 1, 0, amount_cents, 1, 1)
    WHEN 'cancelled' THEN (reserved, charges - refunds, paid_cents, shipped) = (0, 0, 0, 0)
      AND greatest(reservations, charges, shipments) <= 1
  END, false)
ORDER BY order_id`;

/** Names each order that is neither confirmed, paid and shipped once, nor fully undone. */
export async function halfDoneOrders(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<OrderTraces>(HALF_DONE, [SHOP_ACCOUNT]);
  return rows.map(
    (order) =>
      `order ${order.order_id} is ${order.state ?? 'unknown to orders'}: ` +
      `${order.reservations} reservations that hold ${order.reserved} pieces, ` +
      `${order.charges} charges and ${order.refunds} refunds that leave ${order.paid_cents} cents, ` +
      `${order.shipments} shipments of which ${order.shipped} on the way`,
  );
}
