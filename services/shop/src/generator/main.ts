import { readGeneratorEnvironment } from '../service/environment.js';
import { runAsProcess } from '../service/run-as-process.js';
import { createOrders } from './create-orders.js';

await runAsProcess('generator', async ({ log, ...connected }) => {
  const stopping = new AbortController();
  const orders = readGeneratorEnvironment(process.env);
  log.info(orders, 'placing orders');
  const placing = createOrders({ ...connected, ...orders, signal: stopping.signal });
  return {
    async stop() {
      stopping.abort();
      log.info({ placed: await placing }, 'no more orders');
    },
  };
});
