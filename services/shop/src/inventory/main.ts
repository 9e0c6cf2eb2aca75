import { runAsProcess } from '../service/run-as-process.js';
import { startInventory } from './start-inventory.js';

await runAsProcess('inventory', startInventory);
