import { startShopService, type RunningService, type ShopServiceOptions } from '../service/shop-service.js';
import { PaymentsHandlers } from './payments-handlers.js';
import { PAYMENTS_MIGRATION } from './payments-schema.js';

/** Starts the service `payments` on the given bus and database, in this process. */
export function startPayments(options: ShopServiceOptions): Promise<RunningService> {
  const service = {
    name: 'payments',
    schema: 'shop_payments',
    migration: PAYMENTS_MIGRATION,
    handlers: PaymentsHandlers,
  };
  return startShopService(service, options);
}
