import { runAsProcess } from '../service/run-as-process.js';
import { startOrders } from './start-orders.js';

await runAsProcess('orders', startOrders);
