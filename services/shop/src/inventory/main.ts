import { readDatabaseUrl } from '../service/environment.js';
import { runAsProcess } from '../service/run-as-process.js';
import { startInventory } from './start-inventory.js';

await runAsProcess('inventory', async (connected) =>
  startInventory({ ...connected, databaseUrl: readDatabaseUrl(process.env) }),
);
