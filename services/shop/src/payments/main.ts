import { runAsProcess } from '../service/run-as-process.js';
import { startPayments } from './start-payments.js';

await runAsProcess('payments', startPayments);
