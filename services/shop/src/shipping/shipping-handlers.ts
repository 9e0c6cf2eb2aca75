import { Injectable } from '@nestjs/common';
import { BusinessFailure, type CommandContext, type ParticipantCommand } from '@saga/participant';
import { SagaCommandHandler } from '@saga/participant/nest';
import type { PoolClient } from 'pg';
import { OrderReference } from '../service/order-reference.js';
import { readInput } from '../service/read-input.js';
import { BookInput } from './shipping-inputs.js';

const PO_BOX = /\bp\.?\s?o\.?\s+box\b/i;

/** The carrier's desk: books a shipment, and cancels it. */
@Injectable()
export class ShippingHandlers {
  /** Refuses with `address-rejected`: the carrier brings nothing to a PO box. */
  @SagaCommandHandler('shipping.book')
  async book({ input }: ParticipantCommand, { tx }: CommandContext<PoolClient>) {
    const { orderId, address } = readInput(BookInput, input);
    if (PO_BOX.test(address))
      throw new BusinessFailure('address-rejected', 'the carrier does not serve PO boxes');
    const { rows } = await tx.query<{ id: string }>(
      'INSERT INTO shop_shipping.shipments (order_id, address) VALUES ($1, $2) RETURNING id',
      [orderId, address],
    );
    return { shipmentId: `shipment-${rows[0]?.id}` };
  }

  @SagaCommandHandler('shipping.cancel')
  async cancel({ input }: ParticipantCommand, { tx }: CommandContext<PoolClient>) {
    const { orderId } = readInput(OrderReference, input);
    await tx.query(
      'UPDATE shop_shipping.shipments SET cancelled_at = now() WHERE order_id = $1 AND cancelled_at IS NULL',
      [orderId],
    );
  }
}
