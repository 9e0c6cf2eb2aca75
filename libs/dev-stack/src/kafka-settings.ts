export type KafkaSettings = Record<string, string>;

export interface KafkaPlace {
  /** The port that clients connect to on 127.0.0.1. */
  port: number;
  controllerPort: number;
  dataFolder: string;
  /** The interface to listen on: all of them inside a container. */
  listenOn?: string;
}

/** The settings of a single node that is broker and controller (KRaft), tuned for development and tests. */
export function kafkaSettings({
  port,
  controllerPort,
  dataFolder,
  listenOn = '127.0.0.1',
}: KafkaPlace): KafkaSettings {
  return {
    'node.id': '1',
    'process.roles': 'broker,controller',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://${listenOn}:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': dataFolder,
    // A misspelt topic must fail, not come into being.
    'auto.create.topics.enable': 'false',
    'num.partitions': '8',
    // A group of one node's clients is complete at once: no need to wait for more members.
    'group.initial.rebalance.delay.ms': '0',
    'offsets.topic.num.partitions': '8',
    'offsets.topic.replication.factor': '1',
    'transaction.state.log.num.partitions': '8',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',
  };
}

/** The settings as the text of a `server.properties` file. */
export const asProperties = (settings: KafkaSettings): string =>
  Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

/** The settings as the environment of the `apache/kafka` image. */
export const asEnvironment = (settings: KafkaSettings): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      `KAFKA_${key.replaceAll('.', '_').toUpperCase()}`,
      value,
    ]),
  );
