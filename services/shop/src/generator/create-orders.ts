import { setTimeout as pause } from 'node:timers/promises';
import type { Bus } from '@saga/bus';
import { createCodec, type Start, type ValueFormat } from '@saga/contracts';
import { orderOf, type OrderMix, type PlacedOrder } from './order-mix.js';

export interface CreateOrdersOptions extends OrderMix {
  bus: Bus;
  /** Orders a second; `Infinity` for as fast as the broker takes them. */
  rate: number;
  /** How many orders; `Infinity` to go on until `signal`. */
  count: number;
  topicPrefix?: string;
  /** How the orders are written. Default json. */
  format?: ValueFormat;
  /** Ends the placing of orders early. */
  signal?: AbortSignal;
}

const TICK_MS = 100;
const LARGEST_BATCH = 500;

/**
 * Places orders at a steady rate: starts a saga `place-order` for each, whose id is the order's.
 * Resolves with how many were placed when all are, or when `signal` ends it.
 */
export async function createOrders(options: CreateOrdersOptions): Promise<number> {
  const { bus, rate, count, signal } = options;
  const codec = createCodec({ source: 'shop', prefix: options.topicPrefix, format: options.format });
  await bus.ensureTopics([{ name: codec.topics.start }]);
  const begun = performance.now();
  let placed = 0;

  while (placed < count && !signal?.aborted) {
    // What is due follows from the clock, so that a slow publish is caught up with.
    const due = Math.min(count, Math.ceil(((performance.now() - begun + TICK_MS) / 1_000) * rate));
    const batch = Math.min(due - placed, LARGEST_BATCH);
    if (batch > 0) {
      const orders = Array.from({ length: batch }, (_, index) => orderOf(options, placed + index + 1));
      await bus.publish(orders.map((order) => codec.encode(startOf(order))));
      placed += batch;
    } else {
      await pause(TICK_MS, undefined, { signal }).catch(() => undefined);
    }
  }
  return placed;
}

function startOf(order: PlacedOrder): Start {
  return {
    kind: 'start',
    id: `${order.orderId}:start`,
    source: 'shop',
    sagaId: order.orderId,
    definition: 'place-order',
    input: order,
    time: new Date().toISOString(),
  };
}
