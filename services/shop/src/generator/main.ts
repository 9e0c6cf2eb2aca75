import { readGeneratorEnvironment } from '../service/environment.js';
import { runAsProcess } from '../service/run-as-process.js';
import { createOrders } from './create-orders.js';

await runAsProcess('generator', async ({ bus, topicPrefix, log }) => {
  const stopping = new AbortController();
  const orders = readGeneratorEnvironment(process.env);
  log.info(orders, 'placing orders');
  const placing = createOrders({ bus, topicPrefix, ...orders, signal: stopping.signal });
  return {
    async stop() {
      stopping.abort();
      log.info({ placed: await placing }, 'no more orders');
    },
  };
});
