import { CATALOGUE, SOLD_OUT } from '../inventory/catalogue.js';
import { DECLINED_ENDING } from '../payments/payments-handlers.js';
import { chanceOf } from '../service/chance.js';

/** An order as a customer places it: the input of the saga `place-order`. A type, so that it is a `JsonObject`. */
export type PlacedOrder = {
  orderId: string;
  customerId: string;
  sku: string;
  quantity: number;
  amountCents: number;
  card: string;
  address: string;
};

export interface OrderMix {
  /** The same seed gives the same orders. */
  seed: string;
  /** Fraction of the orders that some service must refuse, by turns for each of the reasons there are. */
  businessFailureRate: number;
}

type Spoiling = (order: PlacedOrder) => PlacedOrder;

/** How an order can be one that the shop refuses: sold out, card declined, a PO box. */
const SPOILINGS: readonly Spoiling[] = [
  (order) => ({ ...order, sku: SOLD_OUT.sku, amountCents: order.quantity * SOLD_OUT.priceCents }),
  (order) => ({ ...order, card: `400000000000${DECLINED_ENDING}` }),
  (order) => ({ ...order, address: `PO Box ${order.orderId}, 10115 Berlin` }),
];

const CUSTOMERS = 500;
const STREETS = ['High Street', 'Station Road', 'Mill Lane', 'Church Street', 'Green Lane'];

/** The `number`th order of a mix. */
export function orderOf({ seed, businessFailureRate }: OrderMix, number: number): PlacedOrder {
  const chance = (of: string) => chanceOf(`${seed}/${number}/${of}`);
  const pick = <T>(items: readonly T[], of: string) => items[Math.floor(chance(of) * items.length)] as T;
  const { sku, priceCents } = pick(CATALOGUE, 'product');
  const quantity = 1 + Math.floor(chance('quantity') * 3);
  const order = {
    orderId: `${seed}-${number}`,
    customerId: `customer-${Math.floor(chance('customer') * CUSTOMERS)}`,
    sku,
    quantity,
    amountCents: quantity * priceCents,
    card: '4242424242424242',
    address: `${1 + Math.floor(chance('house') * 200)} ${pick(STREETS, 'street')}, 10115 Berlin`,
  };
  return chance('refusal') < businessFailureRate ? pick(SPOILINGS, 'reason')(order) : order;
}
