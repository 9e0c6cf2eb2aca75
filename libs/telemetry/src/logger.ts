import { trace } from '@opentelemetry/api';
import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

export interface LoggerOptions {
  /** The service or the part of it that speaks. */
  name: string;
  /** trace, debug, info, warn, error, fatal or silent. Default: LOG_LEVEL, else info. */
  level?: string;
  /** Where lines go. Default: standard output, as JSON, or in colours when that is a terminal. */
  destination?: DestinationStream;
}

/**
 * A logger of JSON lines that carry the ids of the active span's trace.
 * @throws RangeError when the level is not one of pino's
 */
export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const chosen = level ?? (process.env['LOG_LEVEL'] || 'info');
  if (chosen !== 'silent' && !(chosen in pino.levels.values)) {
    const known = Object.keys(pino.levels.values).join(', ');
    throw new RangeError(`LOG_LEVEL is "${chosen}": set it to one of ${known}, silent`);
  }
  const options = {
    name,
    level: chosen,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: activeTrace,
  };
  return pino(options, destination ?? standardOutput());
}

function standardOutput(): DestinationStream {
  return process.stdout.isTTY
    ? pretty({ ignore: 'pid,hostname', sync: true })
    : pino.destination({ sync: false });
}

/** The ids by which a log line is found from its trace, and the other way round. */
function activeTrace(): object {
  const spanContext = trace.getActiveSpan()?.spanContext();
  return spanContext ? { trace_id: spanContext.traceId, span_id: spanContext.spanId } : {};
}
