import { createCodec, type EncodedMessage, type ValueFormat } from '@saga/contracts';

/** The topics of three services that react to one another's events. */
export interface ShopTopics {
  orders: string;
  payments: string;
  parcels: string;
}

const SECOND = 1_000;
const START = Date.parse('2026-01-31T12:00:00Z');

/**
 * The events of so many orders, a minute apart. Payment and packing go side by side; then the parcel leaves, at times in
 * two parcels. Each tenth payment is declined, and the order cancelled; each fifth customer writes a review, later on.
 */
export function shopTraffic({ orders, payments, parcels }: ShopTopics, flows: number): EncodedMessage[] {
  const services = {
    orders: serviceOn(orders, 'orders', 'json'),
    payments: serviceOn(payments, 'payments', 'protobuf'),
    parcels: serviceOn(parcels, 'parcels', 'json'),
  };
  return Array.from({ length: flows }, (_, i): EncodedMessage[] => {
    const order = `order-${i}`;
    const at = START + i * 60 * SECOND;
    const about = { orderId: order, customerId: `customer-${i % 37}`, currency: 'EUR' };
    const placed = services.orders('order.placed', order, at, { ...about, amountCents: 100 * (i % 90) });
    const packed = services.parcels('parcel.packed', order, at + (2 + (i % 9)) * SECOND, { order: about });
    if (i % 10 === 3)
      return [
        placed,
        services.payments('payment.declined', order, at + 3 * SECOND, { reference: order }),
        services.orders('order.cancelled', order, at + 4 * SECOND, about),
      ];
    const paid = services.payments('payment.taken', order, at + (1 + (i % 11)) * SECOND, {
      reference: order,
      amountCents: 100 * (i % 90),
    });
    const sent = (part: number) =>
      services.parcels('parcel.sent', order, at + (20 + (i % 7) + part) * SECOND, { order: about, part });
    const review = services.orders('review.written', order, at + 40 * SECOND, { ...about, stars: i % 5 });
    // A message that comes twice is one event.
    return [
      placed,
      packed,
      paid,
      sent(1),
      ...(i % 8 === 0 ? [sent(2), paid] : []),
      ...(i % 5 === 0 ? [review] : []),
    ];
  }).flat();
}

function serviceOn(topic: string, source: string, format: ValueFormat) {
  const codec = createCodec({ source, format });
  let sent = 0;
  return (type: string, key: string, at: number, data: Record<string, string | number | object>) =>
    codec.encodeDomainEvent(
      { kind: 'event', id: `${++sent}`, source, type, data: data as never, time: new Date(at).toISOString() },
      { topic, key },
    );
}
