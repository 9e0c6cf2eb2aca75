import { Injectable } from '@nestjs/common';
import { BusinessFailure, type CommandContext, type ParticipantCommand } from '@saga/participant';
import { SagaCommandHandler } from '@saga/participant/nest';
import type { PoolClient } from 'pg';
import { OrderReference } from '../service/order-reference.js';
import { readInput } from '../service/read-input.js';
import { ReserveInput } from './inventory-inputs.js';

/** The warehouse: sets goods aside for an order, and puts them back. */
@Injectable()
export class InventoryHandlers {
  /** Refuses with `out-of-stock` when there are fewer than asked for. */
  @SagaCommandHandler('inventory.reserve')
  async reserve({ input }: ParticipantCommand, { tx }: CommandContext<PoolClient>) {
    const { orderId, sku, quantity } = readInput(ReserveInput, input);
    const taken = await tx.query(
      'UPDATE shop_inventory.stock SET available = available - $2 WHERE sku = $1 AND available >= $2',
      [sku, quantity],
    );
    if (taken.rowCount === 0)
      throw new BusinessFailure('out-of-stock', `fewer than ${quantity} of ${sku} are left`);
    const { rows } = await tx.query<{ id: string }>(
      'INSERT INTO shop_inventory.reservations (order_id, sku, quantity) VALUES ($1, $2, $3) RETURNING id',
      [orderId, sku, quantity],
    );
    return { reservationId: `reservation-${rows[0]?.id}` };
  }

  @SagaCommandHandler('inventory.release')
  async release({ input }: ParticipantCommand, { tx }: CommandContext<PoolClient>) {
    const { orderId } = readInput(OrderReference, input);
    await tx.query(
      `WITH released AS (
         UPDATE shop_inventory.reservations SET released_at = now()
         WHERE order_id = $1 AND released_at IS NULL RETURNING sku, quantity
       ), returned AS (SELECT sku, sum(quantity) AS quantity FROM released GROUP BY sku)
       UPDATE shop_inventory.stock SET available = available + returned.quantity
       FROM returned WHERE stock.sku = returned.sku`,
      [orderId],
    );
  }
}
