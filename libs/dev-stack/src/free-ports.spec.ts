import { once } from 'node:events';
import { createServer } from 'node:net';
import { freePorts, portNear } from './free-ports.js';

describe('freePorts', () => {
  it('gives different ports that can be listened on', async () => {
    const ports = await freePorts(5);
    expect(new Set(ports).size).toBe(5);
    for (const port of ports) {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      await once(server.close(), 'close');
    }
  });

  it('gives none that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    expect(await freePorts(50)).not.toContain(port);
    await once(server.close(), 'close');
  });
});

describe('portNear', () => {
  it('gives the port that is wanted, as long as it is free', async () => {
    const [wanted] = await freePorts(1);
    expect(await portNear(wanted!)).toBe(wanted);
    const server = createServer().listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    expect(await portNear(wanted!)).not.toBe(wanted);
    await once(server.close(), 'close');
  });
});
