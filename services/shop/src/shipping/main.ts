import { readDatabaseUrl } from '../service/environment.js';
import { runAsProcess } from '../service/run-as-process.js';
import { startShipping } from './start-shipping.js';

await runAsProcess('shipping', async (connected) =>
  startShipping({ ...connected, databaseUrl: readDatabaseUrl(process.env) }),
);
