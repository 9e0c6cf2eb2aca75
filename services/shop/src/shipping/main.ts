import { runAsProcess } from '../service/run-as-process.js';
import { startShipping } from './start-shipping.js';

await runAsProcess('shipping', startShipping);
