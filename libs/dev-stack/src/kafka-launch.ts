import { cp, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { containerCommand, assertDocker, killContainer } from './docker.js';
import { findJava } from './java.js';
import { kafkaHome, kafkaVersion } from './kafka-home.js';
import { asEnvironment, asProperties, kafkaSettings } from './kafka-settings.js';
import type { KeeperTask } from './kept-process.js';
import { makeWorkFolder } from './work-folder.js';

export interface KafkaPorts {
  port: number;
  controllerPort: number;
}

/** A broker that is ready to be run. */
export interface KafkaLaunch {
  kind: 'java' | 'docker';
  task: KeeperTask;
  /** How to crash it, where killing the task's own process does not. */
  kill?: () => Promise<void>;
}

type Prepare = (
  ports: KafkaPorts,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
) => Promise<KafkaLaunch>;

/** Prepares Apache Kafka in a Java of this machine. @throws Error that says what is missing. */
export const launchByJava: Prepare = async (ports, env, log) => {
  const java = await findJava(env);
  const home = await kafkaHome(java, env, log);
  const folder = await makeWorkFolder('kafka');
  const dataFolder = join(folder, 'data');
  await cp(home.emptyData, dataFolder, { recursive: true });
  const propertiesFile = join(folder, 'server.properties');
  await writeFile(propertiesFile, asProperties(kafkaSettings({ ...ports, dataFolder })));
  const jvm = ['-Xms256m', '-Xmx512m', `-Dlog4j2.configurationFile=${home.loggingFile}`];
  return {
    kind: 'java',
    task: {
      command: java,
      args: [...jvm, '-cp', home.classPath, 'kafka.Kafka', propertiesFile],
      folder,
      logFile: join(folder, 'kafka.log'),
      // The data is thrown away: a farewell between broker and controller would only take time.
      stopSignal: 'SIGKILL',
      stopWithinMs: 5_000,
    },
  };
};

/** Prepares Apache Kafka's image. @throws Error when no Docker engine answers. */
export const launchByDocker: Prepare = async (ports, env, log) => {
  await assertDocker(env);
  const image = `apache/kafka:${await kafkaVersion()}`;
  log(`Running ${image} by Docker (the first time it is downloaded)`);
  const folder = await makeWorkFolder('kafka');
  const name = basename(folder);
  const settings = kafkaSettings({ ...ports, dataFolder: '/tmp/kafka-data', listenOn: '0.0.0.0' });
  return {
    kind: 'docker',
    task: {
      ...containerCommand({ name, image, port: ports.port, env: asEnvironment(settings) }),
      folder,
      logFile: join(folder, 'kafka.log'),
      stopSignal: 'SIGTERM',
      stopWithinMs: 20_000,
    },
    kill: () => killContainer(name),
  };
};
