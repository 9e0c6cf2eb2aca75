import { readDatabaseUrl } from '../service/environment.js';
import { runAsProcess } from '../service/run-as-process.js';
import { startOrders } from './start-orders.js';

await runAsProcess('orders', async (connected) =>
  startOrders({ ...connected, databaseUrl: readDatabaseUrl(process.env) }),
);
