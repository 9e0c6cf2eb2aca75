import { Injectable } from '@nestjs/common';
import { BusinessFailure, type CommandContext, type ParticipantCommand } from '@saga/participant';
import { SagaCommandHandler } from '@saga/participant/nest';
import type { PoolClient } from 'pg';
import { OrderReference } from '../service/order-reference.js';
import { readInput } from '../service/read-input.js';
import { bookCharge, bookRefund, drawCredit } from './ledger.js';
import { ChargeInput } from './payments-inputs.js';

/** The bank declines the cards that end in these digits, as the test cards of real banks do. */
export const DECLINED_ENDING = '0002';

/** The cashier: charges an order to a customer's card, and pays it back. */
@Injectable()
export class PaymentsHandlers {
  /** Refuses with `card-declined` by the bank's rule, with `insufficient-credit` by the customer's limit. */
  @SagaCommandHandler('payments.charge')
  async charge({ input }: ParticipantCommand, { tx }: CommandContext<PoolClient>) {
    const { orderId, customerId, amountCents, card } = readInput(ChargeInput, input);
    if (card.endsWith(DECLINED_ENDING)) {
      throw new BusinessFailure('card-declined', `the bank declines the card that ends in ${card.slice(-4)}`);
    }
    await drawCredit(tx, customerId, amountCents);
    await bookCharge(tx, orderId, customerId, amountCents);
    return { paymentId: `payment-${orderId}` };
  }

  @SagaCommandHandler('payments.refund')
  async refund({ input }: ParticipantCommand, { tx }: CommandContext<PoolClient>) {
    const { orderId } = readInput(OrderReference, input);
    await bookRefund(tx, orderId);
  }
}
