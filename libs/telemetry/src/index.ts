export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { MessageSpan } from './message-span.js';
export {
  type ConsumerIdentity,
  type ReceivedBatch,
  type ReceivedRecord,
  type SentRecord,
  startProcessSpan,
  startReceiveSpan,
  startRequestSpan,
  startSendSpan,
} from './messaging.js';
export { startTelemetry, type Telemetry, type TelemetryOptions } from './start-telemetry.js';
export { contextFrom, type TraceContext, traceContextOf, writeTraceContext } from './trace-context.js';
