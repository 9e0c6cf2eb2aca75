import { assertDocker, containerCommand } from './docker.js';

describe('Docker', () => {
  it('publishes the same port on this machine only, and removes what has ended', () => {
    const { command, args } = containerCommand({
      name: 'saga-kafka-1',
      image: 'apache/kafka:4.4.0',
      port: 20001,
      env: { KAFKA_NODE_ID: '1' },
      args: ['-c', 'x=1'],
    });
    expect([command, ...args].join(' ')).toBe(
      'docker run --rm --name saga-kafka-1 --publish 127.0.0.1:20001:20001 --env KAFKA_NODE_ID=1 apache/kafka:4.4.0 -c x=1',
    );
  });

  it('is missed in plain words', async () => {
    await expect(assertDocker({ PATH: '/nowhere' })).rejects.toThrow(
      'no Docker: `docker info` gets no answer',
    );
  });
});
