import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';

/** A service that handles one message and stops, run from the built library as a process of its own. */
const SERVICE = `
  import { startProcessSpan, startTelemetry } from '@saga/telemetry';
  const telemetry = startTelemetry({ serviceName: 'payments', serviceVersion: '1.2.3', environment: 'test' });
  const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
  const processing = startProcessSpan(
    { topic: 'saga.reply', partition: 0, offset: '0', key: 'order-7', headers },
    { group: 'coordinator' },
  );
  const recorded = processing.span.isRecording();
  processing.end();
  await telemetry.shutdown();
  console.log(JSON.stringify({
    recorded,
    handedOn: processing.traceContext.traceparent,
  }));
`;

interface Told {
  recorded: boolean;
  handedOn: string;
  /** How long the process lived, its start included. */
  livedMs: number;
}

/** Runs the service and returns what it told at its end; rejects when it fails. */
async function runService(env: Record<string, string>): Promise<Told> {
  const started = performance.now();
  const service = await promisify(execFile)('node', ['--input-type=module', '--eval', SERVICE], {
    cwd: __dirname,
    env: { PATH: process.env['PATH'], ...env },
  });
  return { ...JSON.parse(service.stdout), livedMs: performance.now() - started };
}

/** A trace back-end that answers as told. */
async function backEnd(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

// Processes start slowly on a busy machine.
jest.setTimeout(30_000);

describe('telemetry', () => {
  it('records nothing without an endpoint, yet hands trace context on', async () => {
    expect(await runService({})).toMatchObject({
      recorded: false,
      handedOn: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    });
  });

  it('sends spans to the endpoint as OTLP, the last ones at shutdown', async () => {
    const requests: { url?: string; type?: string; body: string }[] = [];
    const collector = await backEnd(async (request, response) => {
      const chunks: Buffer[] = await request.toArray();
      const body = Buffer.concat(chunks).toString('latin1');
      requests.push({ url: request.url, type: request.headers['content-type'], body });
      response.end();
    });
    const told = await runService({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint });
    collector.close();

    expect(told).toMatchObject({
      recorded: true,
      handedOn: expect.stringMatching(/^00-0af7651916cd43dd8448eb211c80319c-/),
    });
    expect(requests).toMatchObject([{ url: '/v1/traces', type: 'application/x-protobuf' }]);
    for (const sent of ['process saga.reply', 'payments', '1.2.3', 'test']) {
      expect(requests[0]!.body).toContain(sent);
    }
  });

  it('can be switched off', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_SDK_DISABLED: 'true' };
    expect(await runService(env)).toMatchObject({ recorded: false });
  });

  it.each([
    ['refuses connections', 'http://127.0.0.1:1'],
    ['has an address that is none', 'not an address'],
  ])('lets a service stop though the back-end %s', async (_what, endpoint) => {
    const { livedMs } = await runService({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    expect(livedMs).toBeLessThan(8_000);
  });

  it('lets a service stop though the back-end never answers', async () => {
    const silent = await backEnd(() => {});
    const { livedMs } = await runService({ OTEL_EXPORTER_OTLP_ENDPOINT: silent.endpoint });
    silent.close();

    expect(livedMs).toBeLessThan(8_000);
  });
});
