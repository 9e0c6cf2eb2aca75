import { propagation } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { NodeSDK, resources } from '@opentelemetry/sdk-node';

export interface TelemetryOptions {
  /** OTEL_SERVICE_NAME goes before it. */
  serviceName: string;
  serviceVersion?: string;
  /** Where this runs: production, staging, ... */
  environment?: string;
}

export interface Telemetry {
  /** Sends what is still to be sent, for at most two seconds. Never rejects. */
  shutdown(): Promise<void>;
}

// A back-end that is down must not hold up a service that stops, nor may retries keep its process alive.
const EXPORT_LIMIT_MS = 2_000;

/**
 * Starts tracing when OTEL_EXPORTER_OTLP_ENDPOINT (or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) is set. Spans are
 * sent in the background from a bounded queue, and dropped when the back-end can't keep up; the other OTEL_*
 * variables for traces hold as documented by OpenTelemetry, but for the time limit of an export: two seconds. With no endpoint nothing is recorded, yet trace context is
 * handed on from message to message. Never throws.
 */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  if (!wantsTraces(process.env)) return { shutdown: async () => {} };
  const sdk = new NodeSDK({
    serviceName: process.env['OTEL_SERVICE_NAME'] ?? options.serviceName,
    resource: resources.resourceFromAttributes({
      'service.version': options.serviceVersion,
      'deployment.environment.name': options.environment,
    }),
    textMapPropagator: null,
    traceExporter: new OTLPTraceExporter({ timeoutMillis: EXPORT_LIMIT_MS }),
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  return { shutdown: () => withinLimit(sdk.shutdown()) };
}

function wantsTraces(env: NodeJS.ProcessEnv): boolean {
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  return Boolean(endpoint) && env['OTEL_SDK_DISABLED'] !== 'true';
}

/** Resolves when the work is done, has failed, or takes too long. */
function withinLimit(work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, EXPORT_LIMIT_MS);
    const finish = () => {
      clearTimeout(limit);
      resolve();
    };
    work.then(finish, finish);
  });
}
