import 'reflect-metadata';
import type { JsonObject } from '@saga/contracts';
import { TechnicalFailure } from '@saga/participant';
import { ReserveInput } from '../inventory/inventory-inputs.js';
import { OpenInput } from '../orders/orders-inputs.js';
import { ChargeInput } from '../payments/payments-inputs.js';
import { BookInput } from '../shipping/shipping-inputs.js';
import { readInput } from './read-input.js';

const order = { orderId: 'order-1', customerId: 'c-1', sku: 'keyboard', quantity: 2, amountCents: 14_900 };

function faultOf(shape: new () => object, input: JsonObject): TechnicalFailure {
  try {
    readInput(shape, input);
  } catch (error) {
    if (error instanceof TechnicalFailure) return error;
  }
  throw new Error('the input was taken');
}

describe('readInput', () => {
  it('takes what fits and leaves out what the command does not know', () => {
    expect(readInput(OpenInput, { ...order, coupon: 'FREE' })).toEqual(order);
  });

  it('names every field at fault, what it must be and what it is', () => {
    const fault = faultOf(ReserveInput, { sku: '', quantity: 'two' });
    expect(fault.code).toBe('invalid-input');
    expect(fault.details).toEqual({ fields: expect.arrayContaining(['orderId', 'sku', 'quantity']) });
    expect(fault.message).toMatch(/orderId must be .*, but is missing/);
    expect(fault.message).toMatch(/quantity must .*, but is "two"/);
  });

  it.each([
    [OpenInput, order, 'customerId', 7],
    [OpenInput, order, 'amountCents', '14900'],
    [OpenInput, order, 'quantity', 0.5],
    [ReserveInput, order, 'sku', null],
    [ReserveInput, order, 'quantity', 0],
    [ChargeInput, { ...order, card: '4242424242424242' }, 'card', '4242 4242'],
    [ChargeInput, { ...order, card: '4242424242424242' }, 'amountCents', -1],
    [BookInput, { orderId: 'order-1', address: '1 High Street' }, 'address', ['1 High Street']],
  ])('%p refuses a wrong %3$s', (shape, good, field, wrong) => {
    expect(readInput<object>(shape, good)).toMatchObject({ orderId: 'order-1' });
    const fault = faultOf(shape, { ...good, [field]: wrong });
    expect(fault).toMatchObject({ code: 'invalid-input', details: { fields: [field] } });
    expect(fault.message).toContain(`${field} must`);
  });
});
