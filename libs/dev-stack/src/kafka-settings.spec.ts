import { asEnvironment, asProperties, kafkaSettings } from './kafka-settings.js';

describe('the settings of Kafka', () => {
  const place = { port: 20001, controllerPort: 20002, dataFolder: '/tmp/data' };

  it('listen on 127.0.0.1 only', () => {
    expect(kafkaSettings(place)).toMatchObject({
      listeners: 'PLAINTEXT://127.0.0.1:20001,CONTROLLER://127.0.0.1:20002',
      'advertised.listeners': 'PLAINTEXT://127.0.0.1:20001',
      'controller.quorum.voters': '1@127.0.0.1:20002',
    });
  });

  it('are reachable from outside a container under the same address', () => {
    expect(kafkaSettings({ ...place, listenOn: '0.0.0.0' })).toMatchObject({
      listeners: 'PLAINTEXT://0.0.0.0:20001,CONTROLLER://127.0.0.1:20002',
      'advertised.listeners': 'PLAINTEXT://127.0.0.1:20001',
    });
  });

  it('can be written as a properties file or as the environment of the image', () => {
    const settings = { 'log.dirs': '/tmp/data', listeners: 'PLAINTEXT://:1' };
    expect(asProperties(settings)).toBe('log.dirs=/tmp/data\nlisteners=PLAINTEXT://:1\n');
    expect(asEnvironment(settings)).toEqual({
      KAFKA_LOG_DIRS: '/tmp/data',
      KAFKA_LISTENERS: 'PLAINTEXT://:1',
    });
  });
});
