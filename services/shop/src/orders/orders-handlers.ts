import { Injectable } from '@nestjs/common';
import { BusinessFailure, type CommandContext, type ParticipantCommand } from '@saga/participant';
import { SagaCommandHandler } from '@saga/participant/nest';
import type { PoolClient } from 'pg';
import { OrderReference } from '../service/order-reference.js';
import { readInput } from '../service/read-input.js';
import { OpenInput } from './orders-inputs.js';

/** The order book: opens an order, and confirms or cancels it. */
@Injectable()
export class OrdersHandlers {
  /** Refuses with `order-exists` when the id is taken. */
  @SagaCommandHandler('orders.open')
  async open({ input }: ParticipantCommand, { tx }: CommandContext<PoolClient>) {
    const { orderId, customerId, sku, quantity, amountCents } = readInput(OpenInput, input);
    const opened = await tx.query(
      `INSERT INTO shop_orders.orders (order_id, customer_id, sku, quantity, amount_cents)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [orderId, customerId, sku, quantity, amountCents],
    );
    if (opened.rowCount === 0)
      throw new BusinessFailure('order-exists', `there is an order ${orderId} already`);
  }

  /** Refuses with `order-not-open` an order that was cancelled or confirmed before, or never opened. */
  @SagaCommandHandler('orders.confirm')
  confirm(command: ParticipantCommand, { tx }: CommandContext<PoolClient>) {
    return close(tx, command, 'confirmed');
  }

  /** Refuses with `order-not-open` an order that was confirmed or cancelled before. */
  @SagaCommandHandler('orders.cancel')
  cancel(command: ParticipantCommand, { tx }: CommandContext<PoolClient>) {
    return close(tx, command, 'cancelled');
  }
}

async function close(
  tx: PoolClient,
  { input }: ParticipantCommand,
  state: 'confirmed' | 'cancelled',
): Promise<void> {
  const { orderId } = readInput(OrderReference, input);
  const closed = await tx.query(
    `UPDATE shop_orders.orders SET state = $2 WHERE order_id = $1 AND state = 'open'`,
    [orderId, state],
  );
  if (closed.rowCount === 0) throw new BusinessFailure('order-not-open', `there is no open order ${orderId}`);
}
