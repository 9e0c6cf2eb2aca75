import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NoCoordinator, RequestRefused } from '@saga/api';
import { CoordinatorClient } from './coordinator-client.js';

/** Asks a server that answers everything so; gives what is thrown. */
async function askedOf(answer: (response: ServerResponse) => void): Promise<Error> {
  const server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await failureAt(`http://127.0.0.1:${port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const failureAt = (url: string) =>
  new CoordinatorClient(url).definitions().then(
    () => new Error('it was answered'),
    (error: Error) => error,
  );

it.each([
  ['nobody listens', 'http://127.0.0.1:2', 'nobody listens there'],
  ['there is no such host', 'http://nowhere.invalid', 'there is no such host'],
  ['it is a host and a port', 'localhost:3000', 'that is no URL such as http://127.0.0.1:3000'],
  ['it is no URL', 'localhost', 'that is no URL such as http://127.0.0.1:3000'],
])('tells where it looked, and what to do, if %s', async (_, url, reason) => {
  const error = await failureAt(url);
  expect(error).toBeInstanceOf(NoCoordinator);
  expect(error.message).toBe(
    `no coordinator answers at ${url}: ${reason}\n  fix: start one, or name another by --url or SAGA_URL`,
  );
});

it.each([
  ['a page', 200, '<html>'],
  ['another API', 404, '{"error":"not found"}'],
])('knows that %s is no coordinator', async (_, status, body) => {
  const error = await askedOf((response) => response.writeHead(status).end(body));
  expect(error).toBeInstanceOf(NoCoordinator);
  expect(error.message).toContain(`what answers there says ${status}`);
});

it('tells a connection that breaks', async () => {
  expect(await askedOf((response) => response.destroy())).toBeInstanceOf(NoCoordinator);
});

it('tells all of a refusal', async () => {
  const problem = {
    ...{ status: 422, code: 'invalid-definition', detail: 'the definition has 2 fault(s)' },
    errors: [
      { field: '/steps/0/compensate', message: 'it is missing', fix: 'say how the step is undone' },
      { field: '/name', message: 'it is no name' },
    ],
  };
  const error = await askedOf((response) => response.writeHead(422).end(JSON.stringify(problem)));
  expect(error).toBeInstanceOf(RequestRefused);
  expect(error.message.split('\n')).toEqual([
    'the definition has 2 fault(s) (invalid-definition)',
    '  it is missing',
    '  at /steps/0/compensate; fix: say how the step is undone',
    '  it is no name',
    '  at /name',
  ]);
});
