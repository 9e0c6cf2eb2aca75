/** What the shop sells. `received` is what the warehouse took in. */
export interface Product {
  sku: string;
  priceCents: number;
  received: number;
}

const WELL_STOCKED = 10_000_000;

export const CATALOGUE: readonly Product[] = [
  { sku: 'desk-lamp', priceCents: 3_990, received: WELL_STOCKED },
  { sku: 'office-chair', priceCents: 18_900, received: WELL_STOCKED },
  { sku: 'standing-desk', priceCents: 42_900, received: WELL_STOCKED },
  { sku: 'monitor-arm', priceCents: 8_900, received: WELL_STOCKED },
  { sku: 'keyboard', priceCents: 7_450, received: WELL_STOCKED },
  { sku: 'trackball', priceCents: 5_990, received: WELL_STOCKED },
  { sku: 'headphones', priceCents: 14_900, received: WELL_STOCKED },
  { sku: 'notebook-stand', priceCents: 4_200, received: WELL_STOCKED },
];

/** A product that was sold out on the day it came in. */
export const SOLD_OUT: Product = { sku: 'limited-edition-mug', priceCents: 2_900, received: 0 };
