import { readDatabaseUrl } from '../service/environment.js';
import { runAsProcess } from '../service/run-as-process.js';
import { startPayments } from './start-payments.js';

await runAsProcess('payments', async (connected) =>
  startPayments({ ...connected, databaseUrl: readDatabaseUrl(process.env) }),
);
