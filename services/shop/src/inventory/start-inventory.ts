import { startShopService, type RunningService, type ShopServiceOptions } from '../service/shop-service.js';
import { InventoryHandlers } from './inventory-handlers.js';
import { INVENTORY_MIGRATION } from './inventory-schema.js';

/** Starts the service `inventory` on the given bus and database, in this process. */
export function startInventory(options: ShopServiceOptions): Promise<RunningService> {
  const service = {
    name: 'inventory',
    schema: 'shop_inventory',
    migration: INVENTORY_MIGRATION,
    handlers: InventoryHandlers,
  };
  return startShopService(service, options);
}
