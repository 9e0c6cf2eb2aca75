import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/**
 * Stands where an OpenTelemetry collector stands. Each export comes from one process and names its service; a
 * trace's id is in it as sixteen bytes, so both can be found without decoding the rest.
 */
export class Collector {
  private readonly exports: Buffer[] = [];
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      void buffer(request).then((body) => {
        this.exports.push(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
        response.end();
      });
    });
  }

  /** Resolves with the endpoint for OTEL_EXPORTER_OTLP_ENDPOINT. */
  async listen(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Those of the services whose exports hold spans of a trace. */
  servicesIn(traceId: string, services: string[]): string[] {
    const id = Buffer.from(traceId, 'hex');
    return services.filter((name) => this.exports.some((body) => body.includes(name) && body.includes(id)));
  }

  async close(): Promise<void> {
    await once(this.server.close(), 'close');
  }
}
