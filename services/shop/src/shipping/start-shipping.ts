import { startShopService, type RunningService, type ShopServiceOptions } from '../service/shop-service.js';
import { ShippingHandlers } from './shipping-handlers.js';
import { SHIPPING_MIGRATION } from './shipping-schema.js';

/** Starts the service `shipping` on the given bus and database, in this process. */
export function startShipping(options: ShopServiceOptions): Promise<RunningService> {
  const service = {
    name: 'shipping',
    schema: 'shop_shipping',
    migration: SHIPPING_MIGRATION,
    handlers: ShippingHandlers,
  };
  return startShopService(service, options);
}
