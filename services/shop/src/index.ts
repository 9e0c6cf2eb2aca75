export { checkBooks, type Books, type BooksTotals } from './books/check-books.js';
export { createOrders, type CreateOrdersOptions } from './generator/create-orders.js';
export { orderOf, type OrderMix, type PlacedOrder } from './generator/order-mix.js';
export { startInventory } from './inventory/start-inventory.js';
export { startOrders } from './orders/start-orders.js';
export { startPayments } from './payments/start-payments.js';
export type { RunningService, ShopServiceOptions } from './service/shop-service.js';
export { startShipping } from './shipping/start-shipping.js';
