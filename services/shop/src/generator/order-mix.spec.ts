import { SOLD_OUT } from '../inventory/catalogue.js';
import { orderOf } from './order-mix.js';

const mix = { seed: 'monday', businessFailureRate: 0.2 };
const orders = Array.from({ length: 2_000 }, (_, number) => orderOf(mix, number));

describe('orderOf', () => {
  it('gives the same orders for the same seed, and others for another', () => {
    expect(orderOf(mix, 7)).toEqual(orders[7]);
    expect(orderOf({ ...mix, seed: 'tuesday' }, 7)).not.toEqual(orders[7]);
  });

  it('spoils the asked-for fraction of orders, for each reason', () => {
    const soldOut = orders.filter(({ sku }) => sku === SOLD_OUT.sku).length;
    const declined = orders.filter(({ card }) => card.endsWith('0002')).length;
    const boxes = orders.filter(({ address }) => address.startsWith('PO Box')).length;
    expect(Math.min(soldOut, declined, boxes)).toBeGreaterThan(80);
    expect((soldOut + declined + boxes) / orders.length).toBeCloseTo(0.2, 1);
  });

  it('spoils none when none are asked for', () => {
    const good = Array.from({ length: 500 }, (_, number) =>
      orderOf({ ...mix, businessFailureRate: 0 }, number),
    );
    expect(good.every(({ sku, card }) => sku !== SOLD_OUT.sku && card === '4242424242424242')).toBe(true);
  });
});
