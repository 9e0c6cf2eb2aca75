import { startShopService, type RunningService, type ShopServiceOptions } from '../service/shop-service.js';
import { OrdersHandlers } from './orders-handlers.js';
import { ORDERS_MIGRATION } from './orders-schema.js';

/** Starts the service `orders` on the given bus and database, in this process. */
export function startOrders(options: ShopServiceOptions): Promise<RunningService> {
  const service = {
    name: 'orders',
    schema: 'shop_orders',
    migration: ORDERS_MIGRATION,
    handlers: OrdersHandlers,
  };
  return startShopService(service, options);
}
