import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** This port when nobody listens on it, another one when somebody does. */
export async function portNear(wanted: number): Promise<number> {
  const server = createServer().listen(wanted, '127.0.0.1');
  try {
    await once(server, 'listening');
    await once(server.close(), 'close');
    return wanted;
  } catch {
    const [other] = await freePorts(1);
    return other!;
  }
}

/** Asks the system for that many different ports of 127.0.0.1 that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  // All are held until the last one is known, so that none is given twice.
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
